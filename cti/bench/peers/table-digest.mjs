// What a DuckDB warehouse of cti holds, whatever the order of its rows: node table-digest.mjs WAREHOUSE.duckdb
// One line a table: name, rows, sum of the rows' hashes. Of the ledger only what is the same for the same run, wherever and whenever it ran.
import { DuckDBInstance } from '@duckdb/node-api';

const ledger = ['run', 'table_name', 'mode', 'month', 'staged', 'inserted', 'updated', 'ignored'];
const instance = await DuckDBInstance.create(process.argv[2], { access_mode: 'READ_ONLY' });
const connection = await instance.connect();
const rows = async (sql) => (await connection.runAndReadAll(sql)).getRows();
const tables = await rows("SELECT table_name, list(column_name) FROM information_schema.columns GROUP BY table_name ORDER BY table_name");
for (const [table, { items: columns }] of tables) {
  const isLedger = ledger.every((column) => columns.includes(column));
  const row = isLedger ? `row(${ledger.join(', ')})` : 't';
  const [[count, digest]] = await rows(`SELECT count(*), sum(hash(${row}))::VARCHAR FROM "${table}" t`);
  console.log(table, String(count), digest);
}
