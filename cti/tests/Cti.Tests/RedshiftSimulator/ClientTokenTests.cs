using Cti.RedshiftSimulator;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>What a ClientToken that comes again does.</summary>
public sealed class ClientTokenTests
{
    [Fact]
    public async Task ExecuteStatement_SameTokenSameRequest_GivesTheFirstIdAndRunsNothing()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (a INT)");

        string first = await bench.Client.ExecuteAsync("INSERT INTO t VALUES (1)", "n", "token");
        await bench.Client.EndAsync(first);
        string second = await bench.Client.ExecuteAsync("INSERT INTO t VALUES (1)", "n", "token");

        Assert.Equal(first, second);
        Assert.Equal(["1"], await bench.AskAsync("SELECT count(*) FROM t"));
        Assert.Equal(2, bench.Simulator.Statements.Count);
    }

    [Fact]
    public async Task ExecuteStatement_SameTokenOtherRequest_IsAValidationError()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.Client.ExecuteAsync("SELECT 1", "n", "token");

        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("ExecuteStatement", new { Sql = "SELECT 2", Database = bench.Database, WorkgroupName = "main", StatementName = "n", ClientToken = "token" }));
        Assert.Equal("ValidationException", await bench.Client.ErrorAsync("BatchExecuteStatement", new { Sqls = new[] { "SELECT 1" }, Database = bench.Database, WorkgroupName = "main", StatementName = "n", ClientToken = "token" }));
    }

    [Fact]
    public async Task ExecuteStatement_AfterTheTokensTime_RunsAgain()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { TokenSuppression = TimeSpan.FromMilliseconds(200) });
        await bench.DoneAsync("CREATE TABLE t (a INT)");
        string first = await bench.Client.ExecuteAsync("INSERT INTO t VALUES (1)", "n", "token");
        await bench.Client.EndAsync(first);
        await Task.Delay(250);

        string second = await bench.Client.ExecuteAsync("INSERT INTO t VALUES (1)", "n", "token");
        await bench.Client.EndAsync(second);

        Assert.NotEqual(first, second);
        Assert.Equal(["2"], await bench.AskAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task ExecuteStatement_MoreThanMayBeActive_IsRefused()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { MaxActiveStatements = 1, SubmittedDelay = TimeSpan.FromSeconds(30) });
        string id = await bench.Client.ExecuteAsync("SELECT 1");

        Assert.Equal("ActiveStatementsExceededException", await bench.Client.ErrorAsync("ExecuteStatement", new { Sql = "SELECT 1", Database = bench.Database, WorkgroupName = "main" }));

        await bench.Client.CallAsync("CancelStatement", new { Id = id });
        Assert.Equal("ABORTED", (await bench.Client.EndAsync(id)).GetProperty("Status").GetString());
        Assert.Equal(StatementStatus.Aborted, bench.Simulator.Statements.Single().Status);
    }
}
