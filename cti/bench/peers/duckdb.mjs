// The work of `cti extract-transform --dataset events` in DuckDB's SQL: node duckdb.mjs INPUT.csv OUTPUT.parquet YYYY-MM [THREADS]
// Prints {"engine","version","threads","written"}. What was tried and is slower here is told in ../README.md.
import { DuckDBInstance, version } from '@duckdb/node-api';

const [input, output, month, threads = '2'] = process.argv.slice(2);
const text = (value) => `'${value.replaceAll("'", "''")}'`;
const names = ['id', 'timestamp', 'email', 'country', 'ip', 'uri', 'action', 'tags'];
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
// The output's order is free: insertion order need not be kept.
await connection.run('SET preserve_insertion_order = false');
const result = await connection.run(`
  COPY (
    SELECT DISTINCT id, time AS "timestamp", email, split_part(split_part(email, '@', 2), '.', 1) AS company, country, ip, uri, action, tags
    FROM (
      SELECT lower(trim(id)) AS id, try_cast(trim("timestamp") AS TIMESTAMP) AS time, lower(trim(email)) AS email,
             lower(trim(country)) AS country, trim(ip) AS ip, trim(uri) AS uri, lower(trim(action)) AS action, trim(tags) AS tags
      FROM read_csv(${text(input)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
                    columns = {${names.map((name) => `${text(name)}: 'VARCHAR'`).join(', ')}})
    )
    WHERE time >= TIMESTAMP ${text(`${month}-01`)} AND time < TIMESTAMP ${text(`${month}-01`)} + INTERVAL 1 MONTH
      AND country <> '' AND uri <> '' AND action <> ''
      AND regexp_full_match(id, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
      AND regexp_full_match(ip, '(${octet}\\.){3}${octet}')
      AND regexp_full_match(email, '[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+')
  ) TO ${text(output)} (FORMAT parquet, COMPRESSION snappy)`);
const written = result.rowsChanged;
console.log(JSON.stringify({ engine: 'duckdb', version: version(), threads: Number(threads), written }));
