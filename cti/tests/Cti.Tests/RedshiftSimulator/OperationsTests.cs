using System.Net;
using System.Text.Json;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>Every operation, over HTTP.</summary>
public sealed class OperationsTests
{
    [Fact]
    public async Task ExecuteStatement_Query_GivesEachTypeAsTheApiDoes()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();

        string id = await bench.Client.ExecuteAsync("SELECT 7::BIGINT AS n, 1.50::DECIMAL(18,2) AS d, 0.5::FLOAT8 AS f, TRUE AS b, 'é\\'\\\\' AS t, TIMESTAMP '2021-04-01 00:00:00.5' AS ts, DATE '2021-04-01' AS day, NULL::VARCHAR(3) AS nothing");
        JsonElement end = await bench.Client.EndAsync(id);
        JsonElement result = await bench.Client.CallAsync("GetStatementResult", new { Id = id });

        Assert.Equal("FINISHED", end.GetProperty("Status").GetString());
        Assert.True(end.GetProperty("HasResultSet").GetBoolean());
        Assert.Equal(1, end.GetProperty("ResultRows").GetInt64());
        Assert.True(end.GetProperty("Duration").GetInt64() > 1000);
        Assert.Equal(
            """[{"longValue":7},{"stringValue":"1.50"},{"doubleValue":0.5},{"booleanValue":true},{"stringValue":"é'\\"},{"stringValue":"2021-04-01 00:00:00.5"},{"stringValue":"2021-04-01"},{"isNull":true}]""",
            System.Text.RegularExpressions.Regex.Unescape(result.GetProperty("Records")[0].GetRawText().Replace("\\\\", "\\\\\\\\", StringComparison.Ordinal).Replace("\\u0027", "'", StringComparison.Ordinal)));
        Assert.Equal(
            ["n:int8", "d:numeric", "f:float8", "b:bool", "t:text", "ts:timestamp", "day:date", "nothing:varchar"],
            result.GetProperty("ColumnMetadata").EnumerateArray().Select(c => $"{c.GetProperty("name").GetString()}:{c.GetProperty("typeName").GetString()}"));
    }

    [Fact]
    public async Task BatchExecuteStatement_AllGood_CommitsOnceAndKeepsEachResult()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();

        JsonElement end = await bench.BatchAsync("CREATE TABLE t (a INT)", "CREATE TEMP TABLE stg (LIKE t)", "INSERT INTO stg VALUES (1), (2)", "INSERT INTO t SELECT a FROM stg", "SELECT COUNT(*) FROM t");

        JsonElement[] subs = [.. end.GetProperty("SubStatements").EnumerateArray()];
        Assert.Equal("FINISHED", end.GetProperty("Status").GetString());
        Assert.Equal([0L, 0, 2, 2, 1], subs.Select(s => s.GetProperty("ResultRows").GetInt64()));
        Assert.Equal([false, false, false, false, true], subs.Select(s => s.GetProperty("HasResultSet").GetBoolean()));
        string id = end.GetProperty("Id").GetString()!;
        Assert.Equal($"{id}:5", subs[4].GetProperty("Id").GetString());
        Assert.Equal(["2"], await bench.Client.RowsAsync($"{id}:5"));
        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("GetStatementResult", new { Id = id }));
        Assert.Equal("ResourceNotFoundException", await bench.Client.ErrorAsync("GetStatementResult", new { Id = $"{id}:1" }));
    }

    [Fact]
    public async Task BatchExecuteStatement_OneFails_RollsAllBackAndNamesIt()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (a INT)");

        JsonElement end = await bench.BatchAsync("INSERT INTO t VALUES (1)", "SELECT 1 / (SELECT COUNT(*) FROM t WHERE a = 9)", "INSERT INTO t VALUES (2)");

        Assert.Equal("FAILED", end.GetProperty("Status").GetString());
        Assert.Equal("Query #2 failed with ERROR: Divide by zero", end.GetProperty("Error").GetString());
        Assert.Equal(["FINISHED", "FAILED", "ABORTED"], end.GetProperty("SubStatements").EnumerateArray().Select(s => s.GetProperty("Status").GetString()));
        Assert.Equal(["0"], await bench.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task BatchExecuteStatement_TemporaryTable_IsGoneAtItsEnd()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.BatchAsync("CREATE TEMP TABLE stg (a INT)");

        JsonElement end = await bench.RunAsync("SELECT * FROM stg");

        Assert.Equal("ERROR: relation \"stg\" does not exist", end.GetProperty("Error").GetString());
    }

    [Fact]
    public async Task GetStatementResult_ManyRows_ComesInPages()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { ResultPageRows = 3 });
        await bench.BatchAsync("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1), (2), (3), (4), (5), (6), (7)");
        string id = await bench.Client.ExecuteAsync("SELECT a FROM t ORDER BY a");
        await bench.Client.EndAsync(id);

        JsonElement first = await bench.Client.CallAsync("GetStatementResult", new { Id = id });

        Assert.Equal(3, first.GetProperty("Records").GetArrayLength());
        Assert.Equal(7, first.GetProperty("TotalNumRows").GetInt64());
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], await bench.Client.RowsAsync(id));
        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("GetStatementResult", new { Id = id, NextToken = "x" }));
    }

    [Fact]
    public async Task DescribeStatement_Delays_ShowEachStateInOrder()
    {
        TimeSpan delay = TimeSpan.FromMilliseconds(400);
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { SubmittedDelay = delay, PickedDelay = delay, StartedDelay = delay });
        string id = await bench.Client.ExecuteAsync("SELECT 1");

        List<string> states = [];
        while (states is not [.., "FINISHED"])
        {
            string state = (await bench.Client.DescribeAsync(id)).GetProperty("Status").GetString()!;
            if (states is not [.., var last] || last != state)
                states.Add(state);
            await Task.Delay(20);
        }

        Assert.Equal(["SUBMITTED", "PICKED", "STARTED", "FINISHED"], states);
        Assert.Equal("ResourceNotFoundException", await bench.Client.ErrorAsync("DescribeStatement", new { Id = Guid.NewGuid() }));
    }

    [Fact]
    public async Task DescribeStatement_WaitTime_AnswersWhenTheStatementEnds()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { SubmittedDelay = TimeSpan.FromMilliseconds(300) });
        string id = await bench.Client.ExecuteAsync("SELECT 1");

        JsonElement described = await bench.Client.CallAsync("DescribeStatement", new { Id = id, WaitTimeSeconds = 30 });

        Assert.Equal("FINISHED", described.GetProperty("Status").GetString());
        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("DescribeStatement", new { Id = id, WaitTimeSeconds = 31 }));
    }

    [Fact]
    public async Task DescribeStatement_WaitTimeRefused_IsAValidationError()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { WaitTime = Cti.RedshiftSimulator.WaitTimeSupport.Refused });
        string id = await bench.Client.ExecuteAsync("SELECT 1");

        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("DescribeStatement", new { Id = id, WaitTimeSeconds = 5 }));
    }

    [Fact]
    public async Task ListStatements_PrefixStatusAndPages_GiveTheNewestFirst()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        foreach (string name in (string[])["cti/t/run-1", "cti/t/run-2", "other", "cti/t/run-3"])
            await bench.Client.EndAsync(await bench.Client.ExecuteAsync(name.EndsWith('2') ? "SELECT nothing" : "SELECT 1", name));

        async Task<string[]> Names(object request) =>
            [.. (await bench.Client.CallAsync("ListStatements", request)).GetProperty("Statements").EnumerateArray().Select(s => s.GetProperty("StatementName").GetString()!)];

        Assert.Equal(["cti/t/run-3", "cti/t/run-2", "cti/t/run-1"], await Names(new { StatementName = "cti/t/", Status = "ALL" }));
        Assert.Equal(["cti/t/run-3", "cti/t/run-1"], await Names(new { StatementName = "cti/t/" }));
        Assert.Equal(["cti/t/run-2"], await Names(new { Status = "FAILED" }));
        JsonElement page = await bench.Client.CallAsync("ListStatements", new { Status = "ALL", MaxResults = 3 });
        Assert.Equal(3, page.GetProperty("Statements").GetArrayLength());
        Assert.Equal(["cti/t/run-1"], await Names(new { Status = "ALL", NextToken = page.GetProperty("NextToken").GetString() }));
        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("ListStatements", new { MaxResults = 101 }));
    }

    [Fact]
    public async Task CancelStatement_RunningSql_StopsItInTheDatabase()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (a INT)");
        string id = await bench.Client.BatchAsync(["INSERT INTO t VALUES (1)", "SELECT pg_sleep(60)"]);
        while ((await bench.AskAsync("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND state = 'active'"))[0] == "0")
            await Task.Delay(20);

        JsonElement cancelled = await bench.Client.CallAsync("CancelStatement", new { Id = id });
        JsonElement end = await bench.Client.EndAsync(id);

        Assert.True(cancelled.GetProperty("Status").GetBoolean());
        Assert.Equal("ABORTED", end.GetProperty("Status").GetString());
        Assert.Equal(["0"], await bench.AskAsync("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND state = 'active'"));
        Assert.Equal(["0"], await bench.AskAsync("SELECT count(*) FROM t"));
        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("CancelStatement", new { Id = id }));
    }

    [Fact]
    public async Task ExecuteStatement_BadRequests_AreValidationErrors()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { Endpoints = ["main"] });
        string database = bench.Database;
        object[] bad =
        [
            new { Database = database, WorkgroupName = "main" },
            new { Sql = "SELECT 1", WorkgroupName = "main" },
            new { Sql = "SELECT 1", Database = database },
            new { Sql = "SELECT 1", Database = database, WorkgroupName = "main", ClusterIdentifier = "main" },
            new { Sql = "SELECT 1", Database = database, WorkgroupName = "main", DbUser = "etl" },
            new { Sql = "SELECT 1", Database = database, ClusterIdentifier = "main", DbUser = "etl", SecretArn = "arn:aws:secretsmanager:us-east-1:1:secret:s" },
            new { Sql = "SELECT 1", Database = database, WorkgroupName = "another" },
            new { Sql = "SELECT 1", Database = database, WorkgroupName = "main", ClientToken = new string('t', 65) },
            new { Sql = "SELECT '" + new string('x', 100_000) + "'", Database = database, WorkgroupName = "main" },
            new { Sql = "SELECT :a", Database = database, WorkgroupName = "main", Parameters = new[] { new { name = "a", value = "1" } } },
        ];

        foreach (object request in bad)
            Assert.Equal("ValidationException", await bench.Client.ErrorAsync("ExecuteStatement", request));
        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("BatchExecuteStatement", new { Sqls = Enumerable.Repeat("SELECT 1", 41), Database = database, WorkgroupName = "main" }));
        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("BatchExecuteStatement", new { Sqls = Array.Empty<string>(), Database = database, WorkgroupName = "main" }));
        Assert.Equal("UnknownOperationException", await bench.Client.ErrorAsync("DropEverything", new { }));
        Assert.Equal("SerializationException", await bench.Client.ErrorAsync("ExecuteStatement", new { Sql = 1, Database = database, WorkgroupName = "main" }));
        Assert.Empty(bench.Simulator.Statements);
    }

    [Fact]
    public async Task ExecuteStatement_NoSuchDatabase_Fails()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();

        JsonElement answer = await bench.Client.CallAsync("ExecuteStatement", new { Sql = "SELECT 1", Database = "nowhere", ClusterIdentifier = "c", DbUser = "etl" });
        JsonElement end = await bench.Client.EndAsync(answer.GetProperty("Id").GetString()!);

        Assert.Equal("FATAL: database \"nowhere\" does not exist", end.GetProperty("Error").GetString());
        Assert.Equal("etl", end.GetProperty("DbUser").GetString());
        Assert.Equal(HttpStatusCode.OK, (await bench.Client.TryAsync("ListStatements", new { })).Status);
    }
}
