using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cti.RedshiftSimulator;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>Each fault, and whether the statement ran under it.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultKind.InternalError, 500, "InternalServerException", 0)]
    [InlineData(FaultKind.InternalErrorHtml, 500, "<html>", 0)]
    [InlineData(FaultKind.InternalErrorAfter, 500, "InternalServerException", 1)]
    [InlineData(FaultKind.Throttling, 400, "ThrottlingException", 0)]
    [InlineData(FaultKind.ActiveStatementsExceeded, 400, "ActiveStatementsExceededException", 0)]
    [InlineData(FaultKind.ActiveSessionsExceeded, 400, "ActiveSessionsExceededException", 0)]
    [InlineData(FaultKind.ActiveWaitingRequestsExceeded, 400, "ActiveWaitingRequestsExceededException", 0)]
    public async Task Fault_Answer_ComesOnceInstead(FaultKind kind, int status, string content, int rows)
    {
        await using SimulatorBench bench = await BenchAsync();
        bench.Simulator.Faults.Add(new SimulatorFault(kind));

        (HttpStatusCode found, string body) = await bench.Client.TryAsync("ExecuteStatement", Insert(bench));

        Assert.Equal(status, (int)found);
        Assert.Contains(content, body, StringComparison.Ordinal);
        await EndedAsync(bench, rows);
        Assert.Equal(HttpStatusCode.OK, (await bench.Client.TryAsync("ListStatements", new { })).Status);
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore, 0)]
    [InlineData(FaultKind.ResetAfter, 1)]
    [InlineData(FaultKind.CutOff, 1)]
    public async Task Fault_Connection_BreaksAndTheSameTokenFindsTheStatement(FaultKind kind, int rows)
    {
        await using SimulatorBench bench = await BenchAsync();
        bench.Simulator.Faults.Add(new SimulatorFault(kind, "ExecuteStatement"));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => bench.Client.TryAsync("ExecuteStatement", Insert(bench)));

        await EndedAsync(bench, rows);
        await bench.Client.EndAsync((await bench.Client.CallAsync("ExecuteStatement", Insert(bench))).GetProperty("Id").GetString()!);
        await EndedAsync(bench, 1);
    }

    [Theory]
    [InlineData(FaultKind.Aborted, "ABORTED", "Query aborted")]
    [InlineData(FaultKind.Failed, "FAILED", "ERROR: Internal error")]
    [InlineData(FaultKind.SerializationConflict, "FAILED", "1023")]
    public async Task Fault_Statement_EndsSoAndIsRolledBack(FaultKind kind, string status, string error)
    {
        await using SimulatorBench bench = await BenchAsync();
        bench.Simulator.Faults.Add(new SimulatorFault(kind));
        await bench.Client.TryAsync("ListStatements", new { });

        JsonElement end = await bench.RunAsync("INSERT INTO t VALUES (1)");

        Assert.Equal(status, end.GetProperty("Status").GetString());
        Assert.Contains(error, end.GetProperty("Error").GetString(), StringComparison.Ordinal);
        await EndedAsync(bench, 0);
        await bench.DoneAsync("INSERT INTO t VALUES (1)");
    }

    [Theory]
    [InlineData(FaultKind.Slow)]
    [InlineData(FaultKind.SlowCommit)]
    public async Task Fault_SlowStatement_CanBeCancelled(FaultKind kind)
    {
        await using SimulatorBench bench = await BenchAsync();
        bench.Simulator.Faults.Add(new SimulatorFault(kind, Seconds: 60));
        string id = await bench.Client.ExecuteAsync("INSERT INTO t VALUES (1)");
        while ((await bench.Client.DescribeAsync(id)).GetProperty("Status").GetString() != "STARTED")
            await Task.Delay(20);

        await bench.Client.CallAsync("CancelStatement", new { Id = id });

        Assert.Equal("ABORTED", (await bench.Client.EndAsync(id)).GetProperty("Status").GetString());
        await EndedAsync(bench, 0);
    }

    [Fact]
    public async Task Fault_Stall_AnswersLater()
    {
        await using SimulatorBench bench = await BenchAsync();
        bench.Simulator.Faults.Add(new SimulatorFault(FaultKind.Stall, "ListStatements", Seconds: 0.5));
        long from = System.Diagnostics.Stopwatch.GetTimestamp();

        await bench.Client.CallAsync("ListStatements", new { });

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(from) >= TimeSpan.FromSeconds(0.4));
    }

    [Fact]
    public async Task Control_Faults_AreSetOverHttpAndCounted()
    {
        await using SimulatorBench bench = await BenchAsync();
        using HttpClient http = new() { BaseAddress = new Uri(bench.Simulator.Endpoint) };

        (await http.PostAsJsonAsync("/_faults", new[] { new { kind = "throttling", operation = "ListStatements", call = 2, times = 2 } })).EnsureSuccessStatusCode();
        HttpResponseMessage bad = await http.PostAsJsonAsync("/_faults", new[] { new { kind = "flood" } });
        HttpResponseMessage misplaced = await http.PostAsJsonAsync("/_faults", new[] { new { kind = "aborted", operation = "ListStatements" } });
        List<int> statuses = [];
        for (int i = 0; i < 4; i++)
            statuses.Add((int)(await bench.Client.TryAsync("ListStatements", new { })).Status);

        Assert.Equal([200, 400, 400, 200], statuses);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, misplaced.StatusCode);
        Assert.Equal("[]", await http.GetStringAsync("/_faults"));
        Assert.Equal(["ListStatements", "ListStatements", "ListStatements", "ListStatements"], JsonSerializer.Deserialize<string[]>(await http.GetStringAsync("/_calls"))!.TakeLast(4));
    }

    [Fact]
    public async Task Control_Statements_AreShownWithWhatTheyDo()
    {
        await using SimulatorBench bench = await BenchAsync();
        using HttpClient http = new() { BaseAddress = new Uri(bench.Simulator.Endpoint) };
        bench.Simulator.Faults.Add(new SimulatorFault(FaultKind.Slow, Seconds: 60));
        string id = await bench.Client.ExecuteAsync("INSERT INTO t VALUES (1)", "cti/t/run");

        JsonElement shown = JsonDocument.Parse(await http.GetStringAsync("/_statements")).RootElement[0];

        Assert.Equal(id, shown.GetProperty("id").GetString());
        Assert.Equal("cti/t/run", shown.GetProperty("name").GetString());
        Assert.True(shown.GetProperty("isRunning").GetBoolean());
        Assert.Equal("INSERT INTO t VALUES (1)", shown.GetProperty("sqls")[0].GetString());
    }

    private static async Task<SimulatorBench> BenchAsync()
    {
        SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (a INT)");
        return bench;
    }

    private static object Insert(SimulatorBench bench) => new { Sql = "INSERT INTO t VALUES (1)", Database = bench.Database, WorkgroupName = "main", ClientToken = "once" };

    private static async Task EndedAsync(SimulatorBench bench, int rows)
    {
        while (bench.Simulator.Statements.Any(s => s.IsRunning))
            await Task.Delay(20);
        Assert.Equal([$"{rows}"], await bench.AskAsync("SELECT count(*) FROM t"));
    }
}
