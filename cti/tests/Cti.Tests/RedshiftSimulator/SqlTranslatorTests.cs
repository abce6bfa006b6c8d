using Cti.RedshiftSimulator;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>Redshift's SQL as PostgreSQL's.</summary>
public sealed class SqlTranslatorTests
{
    [Theory]
    [InlineData("SELECT \"Timestamp\", 'it''s' FROM Events -- all\n;", "select \"timestamp\", 'it''s' from events")]
    [InlineData(@"SELECT 'a\'b', 'c\\d', 'e\nf', 'g\q', 'h\101', E'i\\'", "select 'a''b', E'c\\\\d', 'e\nf', 'gq', 'hA', E'i\\\\'")]
    [InlineData("SELECT NVL(a, 1), SYSDATE, x::VARCHAR(MAX), 'max(' /* no\nmatter */ FROM t", "select COALESCE(a, 1), getdate(), x::varchar(65535), 'max(' from t")]
    [InlineData("SELECT MAX(a), t.\"max\" FROM pg_catalog.sys_load_history t", "select max(a), t.\"max\" from redshift_system.sys_load_history t")]
    [InlineData("LOCK TABLE a, \"S\".b", "LOCK TABLE \"a\", \"s\".\"b\" IN ACCESS EXCLUSIVE MODE")]
    [InlineData("DELETE FROM \"t\" USING stg WHERE t.id = stg.id", "delete from \"t\" using stg where t.id = stg.id")]
    [InlineData("CREATE TEMP TABLE stg (LIKE public.t)", "CREATE TEMPORARY TABLE \"stg\" (LIKE \"public\".\"t\" INCLUDING CONSTRAINTS)")]
    [InlineData("CREATE TABLE stg DISTKEY(id) SORTKEY(id) AS SELECT id FROM t", "CREATE TABLE \"stg\" AS select id from t")]
    [InlineData(
        "CREATE TABLE IF NOT EXISTS s.t (id CHAR(36) NOT NULL ENCODE zstd DISTKEY, a INT DEFAULT (1 + 2) PRIMARY KEY, b DECIMAL, c TEXT UNIQUE, UNIQUE (a, b), PRIMARY KEY (b)) DISTSTYLE KEY COMPOUND SORTKEY (id, a)",
        "CREATE TABLE IF NOT EXISTS \"s\".\"t\" (\"id\" character(36) NOT NULL CONSTRAINT \"redshift_bytes_id\" CHECK (octet_length(\"id\") <= 36), \"a\" integer DEFAULT (1 + 2) NOT NULL, \"b\" numeric(18,0) NOT NULL, \"c\" character varying(256) CONSTRAINT \"redshift_bytes_c\" CHECK (octet_length(\"c\") <= 256))")]
    [InlineData("ALTER TABLE t ADD COLUMN v VARCHAR(9) ENCODE lzo", "ALTER TABLE \"t\" ADD COLUMN \"v\" character varying(9) CONSTRAINT \"redshift_bytes_v\" CHECK (octet_length(\"v\") <= 9)")]
    [InlineData("SELECT t, e.list AS x FROM (SELECT JSON_PARSE(tags) AS list FROM events) AS e, e.list AS t", "select t, e.list as x from (select json_parse(tags) as list from events) as e, lateral jsonb_array_elements_text( e.list) as t")]
    public void Translate_WhatRedshiftTakes_BecomesPostgres(string redshift, string postgres) => Assert.Equal(postgres, SqlTranslator.Translate(redshift).Text);

    [Theory]
    [InlineData("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING")]
    [InlineData("DELETE FROM t RETURNING a")]
    [InlineData("SELECT DISTINCT ON (a) a FROM t")]
    [InlineData("SELECT a FROM t WHERE a IS NOT DISTINCT FROM b")]
    [InlineData("SELECT a FROM (VALUES (1)) AS v(a)")]
    [InlineData("SELECT a FROM t ORDER BY a COLLATE \"C\"")]
    [InlineData("SELECT tags::jsonb FROM t")]
    [InlineData("SELECT CAST(tags AS uuid) FROM t")]
    [InlineData("SELECT STRING_AGG(a, ',') FROM t")]
    [InlineData("SELECT COUNT(*) FILTER (WHERE a > 1) FROM t")]
    [InlineData("SELECT 1 FROM a CROSS JOIN LATERAL b")]
    [InlineData("SELECT a FROM t FOR UPDATE")]
    [InlineData("SELECT $1")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 'open")]
    [InlineData("BEGIN")]
    [InlineData("COMMIT;")]
    [InlineData("CREATE INDEX i ON t (a)")]
    [InlineData("CREATE TABLE t (a UUID)")]
    [InlineData("CREATE TABLE t (a INT, CHECK (a > 0))")]
    [InlineData("CREATE TABLE t (a INT) DISTKEY(b)")]
    [InlineData("CREATE TABLE t (a INT) DISTSTYLE EVEN DISTKEY(a)")]
    [InlineData("CREATE TABLE t (a VARCHAR(65536))")]
    [InlineData("CREATE TEMP TABLE public.t (a INT)")]
    [InlineData("ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT")]
    [InlineData("ALTER TABLE t ALTER COLUMN a TYPE BIGINT")]
    [InlineData("LOCK TABLE t IN EXCLUSIVE MODE")]
    [InlineData("UNLOAD ('SELECT 1') TO 's3://b/k'")]
    [InlineData("SET enable_case_sensitive_identifier TO true")]
    [InlineData("COPY t FROM 's3://b/m.json' FORMAT AS PARQUET MANIFEST")]
    [InlineData("COPY t FROM 's3://b/m.json' IAM_ROLE 'role' FORMAT AS PARQUET MANIFEST")]
    [InlineData("COPY t FROM 's3://b/m.json' IAM_ROLE default CSV MANIFEST")]
    public void Translate_WhatRedshiftRefuses_IsRefused(string sql) => Assert.Throws<SqlRefusedException>(() => SqlTranslator.Translate(sql));

    [Fact]
    public void Translate_LongNames_AreRefusedRatherThanCut()
    {
        Assert.Throws<SqlRefusedException>(() => SqlTranslator.Translate($"SELECT 1 AS {new string('a', 64)}"));
        Assert.Throws<SqlRefusedException>(() => SqlTranslator.Translate($"SELECT 1 AS \"{new string('ä', 64)}\""));
    }

    [Fact]
    public void Translate_Copy_ReadsItsParts()
    {
        CopyCommand copy = SqlTranslator.Translate("""copy "S"."T" ("A", b) from 's3://b/m.json' iam_role 'arn:aws:iam::1:role/r' format as parquet manifest statupdate off;""").Copy!;

        Assert.Equal("\"s\".\"t\"", copy.Table);
        Assert.Equal(["a", "b"], copy.Columns);
        Assert.Equal(("s3://b/m.json", "arn:aws:iam::1:role/r"), (copy.Manifest, copy.Role));
    }
}
