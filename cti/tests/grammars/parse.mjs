// Reads [{grammar, sql}] and answers with the first fault of each, null where there is none.
import { register } from 'node:module';

register('./resolve.mjs', import.meta.url);
const { TrinoSQL } = await import('dt-sql-parser/dist/parser/trino/index.js');
const { HiveSQL } = await import('dt-sql-parser/dist/parser/hive/index.js');
const grammars = { trino: new TrinoSQL(), hive: new HiveSQL() };

let text = '';
for await (const chunk of process.stdin) text += chunk;
const faults = JSON.parse(text).map(({ grammar, sql }) => {
  const [fault] = grammars[grammar].validate(sql);
  return fault ? `line ${fault.startLine}, column ${fault.startColumn}: ${fault.message}` : null;
});
process.stdout.write(JSON.stringify(faults));
