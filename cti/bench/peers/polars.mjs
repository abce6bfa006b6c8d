// The work of `cti extract-transform --dataset events` in Polars: POLARS_MAX_THREADS=2 node polars.mjs INPUT.csv OUTPUT.parquet YYYY-MM
// Prints {"engine","version","threads","written"}. What was tried and is slower here is told in ../README.md.
import { createRequire } from 'node:module';
import pl from 'nodejs-polars';

const [input, output, month] = process.argv.slice(2);
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const [year, number] = month.split('-').map(Number);
const firstDay = (offset) => pl.lit(new Date(Date.UTC(year, number - 1 + offset, 1))).cast(pl.Datetime('us'));
const trimmed = (name) => pl.col(name).str.strip();
const lowered = (name) => trimmed(name).str.toLowerCase();
const names = ['id', 'timestamp', 'email', 'country', 'ip', 'uri', 'action', 'tags'];

const rows = pl.scanCSV(input, { schema: Object.fromEntries(names.map((name) => [name, pl.Utf8])), missingUtf8IsEmptyString: true })
  .select(lowered('id').alias('id'), trimmed('timestamp').str.strptime(pl.Date, '%Y-%m-%d').cast(pl.Datetime('us')).alias('timestamp'), lowered('email').alias('email'),
    lowered('country').alias('country'), trimmed('ip').alias('ip'), trimmed('uri').alias('uri'), lowered('action').alias('action'), trimmed('tags').alias('tags'))
  .filter(pl.col('timestamp').gtEq(firstDay(0)).and(pl.col('timestamp').lt(firstDay(1)))
    .and(pl.col('country').neq(pl.lit(''))).and(pl.col('uri').neq(pl.lit(''))).and(pl.col('action').neq(pl.lit('')))
    .and(pl.col('id').str.contains('^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'))
    .and(pl.col('ip').str.contains(`^(${octet}\\.){3}${octet}$`))
    .and(pl.col('email').str.contains('^[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+$')))
  .withColumn(pl.col('email').str.extract('@([^.]+)', 1).alias('company'))
  .unique({ keep: 'any' });
rows.sinkParquet(output, { compression: 'snappy', maintainOrder: false }).collectSync();
const written = pl.scanParquet(output).select(pl.len()).collectSync().item?.() ?? null;
const { version } = createRequire(import.meta.url)('nodejs-polars/package.json');
console.log(JSON.stringify({ engine: 'polars', version, threads: Number(process.env.POLARS_MAX_THREADS), written }));
