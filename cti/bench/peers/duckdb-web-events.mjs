// The work of `cti extract-transform --dataset web-events` in DuckDB's SQL: node duckdb-web-events.mjs 'INPUT/GLOB' OUTPUT_FOLDER [THREADS]
// Prints {"engine","version","threads","written"}. The objects stand one after another without a separator.
import { mkdirSync } from 'node:fs';
import { DuckDBInstance, version } from '@duckdb/node-api';

const [input, output, threads = '2'] = process.argv.slice(2);
const text = (value) => `'${value.replaceAll("'", "''")}'`;
mkdirSync(output, { recursive: true });

const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
// The output's order is free: insertion order need not be kept.
await connection.run('SET preserve_insertion_order = false');
// Of one message id any may stay here, where cti keeps the first; only the four kinds of events are taken.
await connection.run(`
  CREATE TEMP TABLE event AS
  SELECT DISTINCT ON ("messageId") "messageId", "type", "event", "userId", traits, properties,
         coalesce(try_cast("timestamp" AS TIMESTAMP),
                  try_cast("receivedAt" AS TIMESTAMP) - (try_cast("sentAt" AS TIMESTAMP) - try_cast("originalTimestamp" AS TIMESTAMP))) AS moment
  FROM read_json(${text(input)}, format = 'unstructured', columns = {
    "type": 'VARCHAR', "event": 'VARCHAR', "userId": 'VARCHAR', "messageId": 'VARCHAR', "timestamp": 'VARCHAR', "receivedAt": 'VARCHAR', "sentAt": 'VARCHAR',
    "originalTimestamp": 'VARCHAR', traits: 'JSON', properties: 'STRUCT(id VARCHAR, body VARCHAR, author VARCHAR, created_at VARCHAR, user_id VARCHAR)' })
  WHERE "type" = 'identify' OR ("type" = 'track' AND "event" IN ('Post Created', 'Follow User', 'Unfollow User'))`);
const tables = {
  users: `SELECT "messageId" AS message_id, "userId" AS user_id, traits->>'username' AS username, traits->>'email' AS email, traits->>'about_me' AS about_me,
                 try_cast(traits->>'created_at' AS TIMESTAMP) AS created_at,
                 json_merge_patch(traits, '{"username":null,"email":null,"about_me":null,"created_at":null}') AS traits, moment AS "timestamp"
          FROM event WHERE "type" = 'identify' AND "userId" <> ''`,
  posts: `SELECT "messageId" AS message_id, properties.id, properties.body, properties.author AS user_id,
                 try_cast(properties.created_at AS TIMESTAMP) AS published_at, moment AS "timestamp"
          FROM event WHERE "event" = 'Post Created' AND properties.id <> '' AND properties.author <> ''`,
  follows: `SELECT "messageId" AS message_id, "userId" AS user_id, properties.user_id AS user_id_recipient, moment AS "timestamp"
            FROM event WHERE "event" = 'Follow User' AND properties.user_id <> ''`,
  unfollows: `SELECT "messageId" AS message_id, "userId" AS user_id, properties.user_id AS user_id_recipient, moment AS "timestamp"
              FROM event WHERE "event" = 'Unfollow User' AND properties.user_id <> ''`,
};
let written = 0;
for (const [table, select] of Object.entries(tables)) {
  const copied = await connection.run(`COPY (${select}) TO ${text(`${output}/${table}.parquet`)} (FORMAT parquet, COMPRESSION snappy)`);
  written += copied.rowsChanged;
}

console.log(JSON.stringify({ engine: 'duckdb', version: version(), threads: Number(threads), written }));
