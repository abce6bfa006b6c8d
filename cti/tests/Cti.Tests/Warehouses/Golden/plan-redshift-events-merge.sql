-- before the load, where it is missing;
CREATE TABLE IF NOT EXISTS "public"."cti_ledger" (
  "run" VARCHAR(512) NOT NULL,
  "table_name" VARCHAR(128) NOT NULL,
  "mode" VARCHAR(16) NOT NULL,
  "month" VARCHAR(7),
  "staged" BIGINT NOT NULL,
  "inserted" BIGINT NOT NULL,
  "updated" BIGINT NOT NULL,
  "ignored" BIGINT NOT NULL,
  "manifest" VARCHAR(4096) NOT NULL,
  "revision" BIGINT NOT NULL,
  "tool" VARCHAR(128) NOT NULL,
  "loaded_at" TIMESTAMP NOT NULL
)
DISTSTYLE AUTO
SORTKEY AUTO;
-- one batch, so one transaction, for run-1; nothing for tables that the ledger knows to hold it;
LOCK "public"."cti_ledger";
CREATE TABLE "public"."events" (
  "id" VARCHAR(36) NOT NULL,
  "timestamp" TIMESTAMP NOT NULL,
  "email" VARCHAR(320) NOT NULL,
  "company" VARCHAR(320) NOT NULL,
  "country" VARCHAR(64) NOT NULL,
  "ip" VARCHAR(45),
  "uri" VARCHAR(2048) NOT NULL,
  "action" VARCHAR(64) NOT NULL,
  "tags" VARCHAR(65535) NOT NULL
)
DISTSTYLE KEY
DISTKEY ("id")
SORTKEY ("timestamp");
DELETE FROM "public"."cti_ledger" WHERE table_name IN ('events');
SELECT 1 / CASE WHEN COUNT(CASE WHEN table_name = 'events' AND run IN ('run-1') THEN 1 END) = 0 THEN 1 ELSE 0 END AS cti_check FROM "public"."cti_ledger" WHERE table_name IN ('events');
CREATE TEMP TABLE "cti_stg_events" (LIKE "public"."events");
COPY "cti_stg_events" ("id", "timestamp", "email", "company", "country", "ip", "uri", "action", "tags") FROM 's3://staging/etl/_runs/run-1/_copy-events-a816967ab3a7f46b.json' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS PARQUET MANIFEST STATUPDATE OFF;
SELECT 1 / CASE WHEN COUNT(*) = 7 THEN 1 ELSE 0 END AS cti_check FROM "cti_stg_events";
INSERT INTO "public"."cti_ledger" ("run", "table_name", "mode", "month", "staged", "inserted", "updated", "ignored", "manifest", "revision", "tool", "loaded_at") SELECT 'run-1', 'events', 'merge', CAST(NULL AS VARCHAR(7)), a.staged, k.kept - m.matched, m.matched - o.matched, a.staged - k.kept + o.matched, 's3://staging/etl/_runs/run-1/manifest.json', 1, 'cti VERSION', GETDATE() FROM (SELECT COUNT(*) AS staged FROM "cti_stg_events") a CROSS JOIN (SELECT COUNT(*) AS kept FROM (SELECT 1 AS cti_one FROM "cti_stg_events" s GROUP BY s."id") g) k CROSS JOIN (SELECT COUNT(*) AS matched FROM (SELECT 1 AS cti_one FROM "cti_stg_events" s JOIN "public"."events" t ON t."id" = s."id" GROUP BY s."id") g) m CROSS JOIN (SELECT 0 AS matched) o;
DELETE FROM "public"."events" USING "cti_stg_events" s WHERE "events"."id" = s."id";
INSERT INTO "public"."events" ("id", "timestamp", "email", "company", "country", "ip", "uri", "action", "tags") SELECT s."id", s."timestamp", s."email", s."company", s."country", s."ip", s."uri", s."action", s."tags" FROM (SELECT "id", "timestamp", "email", "company", "country", "ip", "uri", "action", "tags", ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY "id") AS cti_nth FROM "cti_stg_events") s WHERE s.cti_nth = 1;
SELECT 1 / CASE WHEN k.kept = m.matched THEN 1 ELSE 0 END AS cti_check FROM (SELECT COUNT(*) AS kept FROM (SELECT 1 AS cti_one FROM "cti_stg_events" s GROUP BY s."id") g) k CROSS JOIN (SELECT COUNT(*) AS matched FROM (SELECT 1 AS cti_one FROM "cti_stg_events" s JOIN "public"."events" t ON t."id" = s."id" GROUP BY s."id") g) m;
DROP TABLE "cti_stg_events";
SELECT table_name, run, staged, inserted, updated, ignored FROM "public"."cti_ledger" WHERE table_name IN ('events') AND run IN ('run-1');
