using System.Text.Json;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>What Redshift's SQL does, by its effect.</summary>
public sealed class RedshiftSqlTests
{
    [Fact]
    public async Task CreateTable_TextLength_CountsBytesAlsoInACopyOfTheTable()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (v VARCHAR(4))");
        await bench.DoneAsync("INSERT INTO t VALUES ('éé')");

        JsonElement direct = await bench.RunAsync("INSERT INTO t VALUES ('ééé')");
        JsonElement copied = await bench.BatchAsync("CREATE TEMP TABLE stg (LIKE t)", "INSERT INTO stg VALUES ('ééé')");

        Assert.Contains("value too long", direct.GetProperty("Error").GetString(), StringComparison.Ordinal);
        Assert.Contains("value too long", copied.GetProperty("Error").GetString(), StringComparison.Ordinal);
        await bench.DoneAsync("ALTER TABLE t ALTER COLUMN v TYPE VARCHAR(6)");
        await bench.DoneAsync("INSERT INTO t VALUES ('ééé')");
        Assert.Equal("FAILED", (await bench.BatchAsync("ALTER TABLE t ALTER COLUMN v TYPE VARCHAR(8)")).GetProperty("Status").GetString());
    }

    [Fact]
    public async Task CreateTable_Keys_AreNotEnforcedButShown()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (id VARCHAR(36) PRIMARY KEY, \"timestamp\" TIMESTAMP) DISTKEY(id) SORTKEY(\"timestamp\")");

        await bench.DoneAsync("INSERT INTO t VALUES ('a', '2021-04-01'), ('a', '2021-04-01')");
        await bench.DoneAsync("CREATE TABLE IF NOT EXISTS t (id INT)");

        string id = await bench.Client.ExecuteAsync("SELECT \"schema\", \"table\", diststyle, sortkey1, tbl_rows FROM svv_table_info");
        await bench.Client.EndAsync(id);
        Assert.Equal(["public|t|KEY(id)|timestamp|2"], await bench.Client.RowsAsync(id));
        id = await bench.Client.ExecuteAsync("SELECT column_name, data_type, is_nullable, distkey, sortkey FROM svv_redshift_columns WHERE table_name = 't' ORDER BY ordinal_position");
        await bench.Client.EndAsync(id);
        Assert.Equal(["id|character varying(36)|NO|True|0", "timestamp|timestamp without time zone|YES|False|1"], await bench.Client.RowsAsync(id));
    }

    [Fact]
    public async Task Text_Backslashes_AreEscapes()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();

        string id = await bench.Client.ExecuteAsync(@"SELECT 'a\\b', 'it\'s', '\\', 'tab\t', LEN('é'), OCTET_LENGTH('é')");
        await bench.Client.EndAsync(id);

        Assert.Equal([@"a\b|it's|\|tab	|1|2"], await bench.Client.RowsAsync(id));
    }

    [Fact]
    public async Task Truncate_InABatch_IsRefused()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (a INT)");
        await bench.DoneAsync("INSERT INTO t VALUES (1)");

        JsonElement end = await bench.BatchAsync("TRUNCATE t", "INSERT INTO t VALUES (2)");

        Assert.Contains("commit", end.GetProperty("Error").GetString(), StringComparison.Ordinal);
        Assert.Equal(["1"], await bench.AskAsync("SELECT a FROM t"));
        await bench.DoneAsync("TRUNCATE TABLE t");
        Assert.Equal(["0"], await bench.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Batches_WithoutALock_MeetError1023()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.BatchAsync("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (0)");

        string[] ids = [await Racing("UPDATE t SET a = a + 1"), await Racing("UPDATE t SET a = a + 1")];
        List<JsonElement> ends = [];
        foreach (string id in ids)
            ends.Add(await bench.Client.EndAsync(id));

        Assert.Single(ends, e => e.GetProperty("Status").GetString() == "FINISHED");
        Assert.Contains("1023", ends.Single(e => e.GetProperty("Status").GetString() == "FAILED").GetProperty("Error").GetString(), StringComparison.Ordinal);
        Assert.Equal(["1"], await bench.AskAsync("SELECT a FROM t"));

        Task<string> Racing(string sql) => bench.Client.BatchAsync(["SELECT COUNT(*) FROM t", "SELECT pg_sleep(0.5)", sql]);
    }

    [Fact]
    public async Task Batches_WithALockFirst_ComeOneAfterTheOther()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.BatchAsync("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (0)");

        string[] ids = [await Racing("UPDATE t SET a = a + 1"), await Racing("UPDATE t SET a = a + 1")];
        foreach (string id in ids)
            Assert.Equal("FINISHED", (await bench.Client.EndAsync(id)).GetProperty("Status").GetString());

        Assert.Equal(["2"], await bench.AskAsync("SELECT a FROM t"));

        Task<string> Racing(string sql) => bench.Client.BatchAsync(["LOCK t", "SELECT COUNT(*) FROM t", "SELECT pg_sleep(0.3)", sql]);
    }

    [Fact]
    public async Task Writers_OfOneTable_WaitForEachOtherWhileReadersDoNot()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.BatchAsync("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (0)");
        bench.Simulator.Faults.Add(new Cti.RedshiftSimulator.SimulatorFault(Cti.RedshiftSimulator.FaultKind.SlowCommit, Seconds: 60));
        string first = await bench.Client.ExecuteAsync("INSERT INTO t VALUES (1)");
        while ((await bench.AskAsync("SELECT count(*) FROM pg_locks WHERE mode = 'ShareRowExclusiveLock' AND granted AND relation = 't'::regclass"))[0] == "0")
            await Task.Delay(20);

        string second = await bench.Client.ExecuteAsync("WITH one AS (SELECT 2 AS a) DELETE FROM t WHERE a = 7");
        await bench.DoneAsync("SELECT COUNT(*) FROM t");
        while ((await bench.AskAsync("SELECT count(*) FROM pg_locks WHERE mode = 'ShareRowExclusiveLock' AND NOT granted"))[0] == "0")
            await Task.Delay(20);
        await bench.Client.CallAsync("CancelStatement", new { Id = first });

        Assert.Equal("FINISHED", (await bench.Client.EndAsync(second)).GetProperty("Status").GetString());
        Assert.Equal(["0"], await bench.AskAsync("SELECT a FROM t"));
    }

    [Fact]
    public async Task JsonParse_ArrayJoined_GivesItsElements()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.BatchAsync("CREATE TABLE e (tags VARCHAR(65535))", "INSERT INTO e VALUES ('[\"a\",\"b\"]'), ('[\"b\"]'), ('[]')");

        string id = await bench.Client.ExecuteAsync("""
            SELECT "tag", COUNT(*) AS uses
            FROM (SELECT CAST(t AS VARCHAR(65535)) AS "tag" FROM (SELECT JSON_PARSE(tags) AS list FROM e) AS e, e.list AS t) AS single
            GROUP BY "tag" ORDER BY uses DESC, "tag" LIMIT 10
            """);
        await bench.Client.EndAsync(id);

        Assert.Equal(["b|2", "a|1"], await bench.Client.RowsAsync(id));
    }
}
