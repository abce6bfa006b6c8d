using Cti.Failures;
using Cti.Records;
using Cti.RedshiftSimulator;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Redshift;

public sealed class RedshiftQueryTests : IAsyncLifetime
{
    private RedshiftBench _bench = null!;

    public async Task InitializeAsync() => _bench = await RedshiftBench.StartAsync(o => o with { ResultPageRows = 2 });

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Query_EveryType_ComesAsItIs()
    {
        QueryTable answer = await AskAsync("""
            SELECT CAST(7 AS BIGINT) AS n, CAST(1.25 AS DECIMAL(18,2)) AS d, CAST(0.5 AS DOUBLE PRECISION) AS f, TRUE AS b, 'é' AS t,
                   DATE '2021-04-01' AS day, TIMESTAMP '2021-04-01 12:34:56.789012' AS at, CAST(NULL AS BIGINT) AS nothing
            """);

        Assert.Equal(["n", "d", "f", "b", "t", "day", "at", "nothing"], answer.Columns);
        DateTime day = new(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc);
        Assert.Equal([7L, 1.25m, 0.5, true, "é", day, day.Add(new TimeSpan(12, 34, 56)).AddTicks(7_890_120), null], Assert.Single(answer.Rows));
    }

    [Fact]
    public async Task Query_SeveralPages_GivesAllRowsInOrder()
    {
        QueryTable answer = await AskAsync("SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 ORDER BY n");

        Assert.Equal([1L, 2L, 3L, 4L, 5L], answer.Rows.Select(r => r[0]));
    }

    [Fact]
    public async Task Query_StatementAborted_IsAskedAgain()
    {
        _bench.Simulator.Faults.Add(new SimulatorFault(FaultKind.Aborted, "ExecuteStatement"));

        Assert.Equal(1L, (await AskAsync("SELECT 1 AS n")).Rows[0][0]);
    }

    [Fact]
    public async Task Query_TableIsMissing_SaysWhichAndWhatToDo()
    {
        CtiException e = await Assert.ThrowsAsync<CtiException>(() => AskAsync("SELECT * FROM nowhere"));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains("nowhere", e.Message, StringComparison.Ordinal);
        Assert.Contains("load its dataset first", e.Message, StringComparison.Ordinal);
    }

    private Task<QueryTable> AskAsync(string sql) =>
        _bench.Warehouse().QueryAsync(new NamedQuery("test", "A test.", NamedQuery.Everywhere(sql)), "month", CancellationToken.None);
}
