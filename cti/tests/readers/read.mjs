// Reads Parquet files by three readers of other people's making, for the tests of Cti.Parquet.
// One process a test run: a request is a line of JSON on stdin, its answer a line of JSON on stdout.
//   {"id":1,"reader":"duckdb"|"polars"|"hyparquet","path":"…"} -> {"id":1,"columns":[{"name","type","values":[text or null]}]}
//   {"id":2,"reader":"metadata","path":"…"}                    -> {"id":2,"metadata":{…},"pages":[[{columnIndex or null, offsetIndex} by column] by row group]}
//   {"id":3,"reader":"sql","sql":"…"}                          -> {"id":3,"rows":[[text or null]]}
// Values are text that loses nothing: integers, days, microseconds and unscaled decimals in decimal, doubles as the
// 16 hexadecimal digits of their bits (any NaN as "NaN"), booleans as true and false.
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, readOffsetIndex } from 'hyparquet';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import { compressors } from 'hyparquet-compressors';
import pl from 'nodejs-polars';

const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
const bits = new DataView(new ArrayBuffer(8));

function double(value) {
  if (Number.isNaN(value)) return 'NaN';
  bits.setFloat64(0, value);
  return bits.getBigUint64(0).toString(16).padStart(16, '0');
}

function duckValue(value, type) {
  if (value === null) return null;
  if (type === 'DOUBLE') return double(value);
  if (type === 'DATE') return String(value.days);
  if (type.startsWith('TIMESTAMP')) return String(value.micros);
  if (type.startsWith('DECIMAL')) return String(value.value);
  return String(value);
}

async function duckdb({ path }) {
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`);
  const types = reader.columnTypes().map(String);
  const columns = reader.getColumns();
  return { columns: reader.columnNames().map((name, i) => ({ name, type: types[i], values: (columns[i] ?? []).map(v => duckValue(v, types[i])) })) };
}

async function sql({ sql }) {
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return { rows: rows.map(row => row.map(v => (v === null ? null : String(v)))) };
}

function polarsValues(series, type) {
  if (type === 'Float64') return series.toArray().map(v => (v === null ? null : double(v)));
  if (type === 'String' || type === 'Bool') return series.toArray().map(v => (v === null ? null : String(v)));
  if (type.startsWith('Decimal')) return series.cast(pl.String).toArray().map(v => (v === null ? null : String(BigInt(v.replace('.', '')))));
  return series.cast(pl.Int64).cast(pl.String).toArray();
}

function polars({ path }) {
  const frame = pl.readParquet(path);
  return {
    columns: frame.columns.map(name => {
      const series = frame.getColumn(name);
      const type = series.dtype.toString().replace(/^DataType\((.*)\)$/, '$1');
      return { name, type, values: polarsValues(series, type) };
    }),
  };
}

// Numbers as they stand in the file: the library's own conversions go through 53 bits.
const parsers = { timestampFromMicroseconds: v => v, dateFromDays: v => v };

async function hyparquet({ path }) {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const elements = metadata.schema.slice(1);
  const types = elements.map(e => [e.type, e.converted_type, e.logical_type?.type].filter(Boolean).join(' '));
  for (const element of elements) {
    if (element.converted_type === 'DECIMAL') {
      delete element.converted_type;
      delete element.logical_type;
    }
  }
  const rows = await parquetReadObjects({ file, metadata, compressors, parsers });
  return {
    columns: elements.map(({ name, type }, i) => ({
      name,
      type: types[i],
      values: rows.map(row => (row[name] === null || row[name] === undefined ? null : type === 'DOUBLE' ? double(row[name]) : String(row[name]))),
    })),
  };
}

// The library's own readColumnIndex stumbles over the empty bounds that pages of NULLs have.
function columnIndex({ field_1: nullPages, field_2: minValues, field_3: maxValues, field_4: boundaryOrder, field_5: nullCounts }) {
  return { nullPages, minValues, maxValues, boundaryOrder, nullCounts };
}

async function metadata({ path }) {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file, { parsers });
  const pages = [];
  for (const group of metadata.row_groups) {
    const columns = [];
    for (const chunk of group.columns) {
      const at = async (offset, length) => ({ view: new DataView(await file.slice(Number(offset), Number(offset) + length)), offset: 0 });
      columns.push({
        columnIndex: chunk.column_index_offset === undefined ? null
          : columnIndex(deserializeTCompactProtocol(await at(chunk.column_index_offset, chunk.column_index_length))),
        offsetIndex: readOffsetIndex(await at(chunk.offset_index_offset, chunk.offset_index_length)),
      });
    }
    pages.push(columns);
  }
  return { metadata, pages };
}

const readers = { duckdb, polars, hyparquet, metadata, sql };
const plain = (_, value) => (typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value);

process.stdout.write('{"ready":true}\n');
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await readers[request.reader](request);
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(JSON.stringify({ id: request.id, ...answer }, plain) + '\n');
}
