-- What Redshift has built in and PostgreSQL has not. Made once a database, before its first statement.
CREATE SCHEMA IF NOT EXISTS redshift_system;
GRANT USAGE ON SCHEMA redshift_system TO PUBLIC;

CREATE TABLE IF NOT EXISTS redshift_system.sys_load_error_detail (
  user_id integer, query_id bigint, transaction_id bigint, session_id integer, database_name varchar(64), table_id integer,
  start_time timestamp, file_name varchar(256), line_number bigint, column_name varchar(127), column_type varchar(10),
  column_length varchar(10), "position" integer, error_code integer, error_message varchar(512)
);

CREATE TABLE IF NOT EXISTS redshift_system.sys_load_history (
  user_id integer, query_id bigint, transaction_id bigint, session_id integer, database_name text, status text, table_name text,
  start_time timestamp, end_time timestamp, duration bigint, data_source text, file_format text, loaded_rows bigint, loaded_bytes bigint,
  source_file_count integer, source_file_bytes bigint, file_count_scanned integer, file_bytes_scanned bigint, error_count bigint, copy_job_id bigint
);

CREATE OR REPLACE FUNCTION redshift_system.getdate() RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT now() AT TIME ZONE 'utc' $$;
CREATE OR REPLACE FUNCTION redshift_system.len(text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) $$;
CREATE OR REPLACE FUNCTION redshift_system.sha2(text, integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN $2 IN (0, 256) THEN encode(sha256(convert_to($1, 'UTF8')), 'hex') END $$;
CREATE OR REPLACE FUNCTION redshift_system.json_parse(text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$ SELECT $1::jsonb $$;
CREATE OR REPLACE FUNCTION redshift_system.pg_last_copy_count() RETURNS bigint LANGUAGE sql VOLATILE AS
  $$ SELECT coalesce(nullif(current_setting('redshift.last_copy_count', true), ''), '0')::bigint $$;
CREATE OR REPLACE FUNCTION redshift_system.pg_last_copy_id() RETURNS bigint LANGUAGE sql VOLATILE AS
  $$ SELECT coalesce(nullif(current_setting('redshift.last_copy_id', true), ''), '-1')::bigint $$;
CREATE OR REPLACE FUNCTION redshift_system.row_count(regclass) RETURNS bigint LANGUAGE plpgsql STABLE AS
  $$ DECLARE n bigint; BEGIN EXECUTE format('SELECT count(*) FROM %s', $1) INTO n; RETURN n; END $$;

-- The keys of a table stand in its comment.
CREATE OR REPLACE FUNCTION redshift_system.design(oid) RETURNS jsonb LANGUAGE sql STABLE AS
  $$ SELECT CASE WHEN d LIKE '{"diststyle"%' THEN d::jsonb ELSE '{"diststyle":"auto","distkey":null,"sortkeys":[]}'::jsonb END FROM (SELECT obj_description($1, 'pg_class') AS d) AS c $$;

CREATE OR REPLACE VIEW redshift_system.svv_table_info AS
SELECT current_database()::text AS "database", n.nspname::text AS "schema", c.oid::integer AS table_id, c.relname::text AS "table", 'Y'::text AS encoded,
       CASE redshift_system.design(c.oid) ->> 'diststyle' WHEN 'key' THEN 'KEY(' || (redshift_system.design(c.oid) ->> 'distkey') || ')' ELSE upper(redshift_system.design(c.oid) ->> 'diststyle') END AS diststyle,
       redshift_system.design(c.oid) -> 'sortkeys' ->> 0 AS sortkey1, jsonb_array_length(redshift_system.design(c.oid) -> 'sortkeys') AS sortkey_num,
       pg_table_size(c.oid) / 1048576 AS size, redshift_system.row_count(c.oid::regclass)::numeric(38,0) AS tbl_rows
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'redshift_system') AND n.nspname NOT LIKE 'pg\_%'
  AND redshift_system.row_count(c.oid::regclass) > 0;

CREATE OR REPLACE VIEW redshift_system.svv_columns AS
SELECT table_catalog::text, table_schema::text, table_name::text, column_name::text, ordinal_position::integer, column_default::text, is_nullable::text, data_type::text,
       character_maximum_length::integer, numeric_precision::integer, numeric_precision_radix::integer, numeric_scale::integer, datetime_precision::integer
FROM information_schema.columns;

CREATE OR REPLACE VIEW redshift_system.svv_tables AS
SELECT table_catalog::text, table_schema::text, table_name::text, table_type::text, NULL::text AS remarks FROM information_schema.tables;

CREATE OR REPLACE VIEW redshift_system.svv_redshift_columns AS
SELECT current_database()::text AS database_name, n.nspname::text AS schema_name, c.relname::text AS table_name, a.attname::text AS column_name, a.attnum::integer AS ordinal_position,
       format_type(a.atttypid, a.atttypmod) AS data_type, pg_get_expr(d.adbin, d.adrelid) AS column_default, CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END AS is_nullable,
       ''::text AS encoding, coalesce(redshift_system.design(c.oid) ->> 'distkey' = a.attname, false) AS distkey,
       coalesce((SELECT o FROM jsonb_array_elements_text(redshift_system.design(c.oid) -> 'sortkeys') WITH ORDINALITY AS k(name, o) WHERE k.name = a.attname), 0)::integer AS sortkey
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
     LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'redshift_system');

CREATE OR REPLACE VIEW redshift_system.pg_table_def AS
SELECT schema_name AS schemaname, table_name AS tablename, column_name AS "column", data_type AS type, 'none'::text AS encoding, distkey, sortkey, is_nullable = 'NO' AS "notnull"
FROM redshift_system.svv_redshift_columns WHERE schema_name = ANY (current_schemas(false)::text[]);
