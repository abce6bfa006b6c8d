using Cti.Failures;
using Cti.Records;
using Cti.RedshiftSimulator;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Redshift;

/// <summary>Every fault at every call of a load: the same command again, if need be, ends with the table right and one row in the ledger.</summary>
public sealed class RedshiftFaultTests : IAsyncLifetime
{
    private static readonly Dataset s_things = new TestDataset(WarehouseBench.Things);
    private RedshiftBench _bench = null!;

    public static TheoryData<FaultKind> Kinds => [.. Enum.GetValues<FaultKind>()];

    public async Task InitializeAsync() => _bench = await RedshiftBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Load_FaultAtAnyCall_EndsWithTheTableRightAndOneLedgerRow(FaultKind kind)
    {
        await LoadAsync("first");
        _bench.Simulator.ClearCalls();
        await LoadAsync("second");
        int calls = _bench.Simulator.Calls.Count;
        Assert.InRange(calls, 9, 20);
        List<string> runs = ["first", "second"];

        for (int call = 1; call <= calls; call++)
        {
            // Only a call that waits can meet the limit of waiting calls.
            _bench.Simulator.Faults.Add(new SimulatorFault(kind, kind == FaultKind.ActiveWaitingRequestsExceeded ? "DescribeStatement" : "*", call, Seconds: 0.2));
            string run = $"run-{call}";
            await LoadAsync(run);
            _bench.Simulator.Faults.Clear();
            runs.Add(run);

            await AssertRightAsync(runs, $"{kind} at call {call}");
        }
    }

    [Theory]
    [InlineData(FaultKind.SerializationConflict)]
    [InlineData(FaultKind.Aborted)]
    [InlineData(FaultKind.Throttling)]
    [InlineData(FaultKind.ActiveStatementsExceeded)]
    [InlineData(FaultKind.InternalErrorHtml)]
    [InlineData(FaultKind.ResetAfter)]
    [InlineData(FaultKind.CutOff)]
    public async Task Load_FaultThatStays_IsTransientAndTheNextCallLoads(FaultKind kind)
    {
        await LoadAsync("first");
        _bench.Simulator.Faults.Add(new SimulatorFault(kind, "BatchExecuteStatement", Times: 1000));

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(s_things, LoadMode.Merge, null, Run("again")));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        _bench.Simulator.Faults.Clear();
        await LoadAsync("again");
        await AssertRightAsync(["first", "again"], kind.ToString());
    }

    [Fact]
    public async Task Load_AnswersLostForGood_FindsItsStatementByName()
    {
        await LoadAsync("first");
        await using RedshiftBench slow = await _bench.RestartAsync(o => o with { StartedDelay = TimeSpan.FromSeconds(2) });
        slow.Simulator.Faults.Add(new SimulatorFault(FaultKind.ResetAfter, "BatchExecuteStatement", Times: 1000));
        await Assert.ThrowsAsync<CtiException>(() => slow.LoadAsync(s_things, LoadMode.Merge, null, Run("lost")));
        Assert.Single(slow.Simulator.Statements, s => s.IsRunning);

        TableLoad load = await slow.LoadAsync(s_things, LoadMode.Merge, null, Run("lost"));

        Assert.True(load.AlreadyLoaded);
        Assert.Contains("ListStatements", slow.Simulator.Calls);
        Assert.Single(slow.Simulator.Statements, s => s.Name?.Contains("/lost/", StringComparison.Ordinal) == true);
        await AssertRightAsync(["first", "lost"], "lost answers");
    }

    [Fact]
    public async Task Load_NothingKnownOfAnEarlierCall_FindsTheRunInTheLedger()
    {
        await LoadAsync("first");
        foreach (string key in (await _bench.S3.KeysAsync(_bench.Bucket)).Where(k => k.Contains("_load-", StringComparison.Ordinal)))
            await _bench.S3.Client.DeleteObjectAsync(_bench.Bucket, key);
        await using RedshiftBench later = await _bench.RestartAsync(o => o with { TokenSuppression = TimeSpan.Zero });

        TableLoad load = await later.LoadAsync(s_things, LoadMode.Merge, null, Run("first"));

        Assert.Equal(_bench.Loaded("things", 2, 2, 0, 0, already: true), load);
        Assert.DoesNotContain(later.Simulator.Statements, s => s.Sqls.Count > 1);
    }

    private LoadSource Run(string key) => _bench.Run(key, s_things, WarehouseBench.Rows((key, "2021-04-01", "x"), ("shared", "", key)));

    // The command is given again as long as it says that this may help.
    private async Task LoadAsync(string run)
    {
        LoadSource source = Run(run);
        for (int i = 0; ; i++)
        {
            try
            {
                TableLoad load = await _bench.LoadAsync(s_things, LoadMode.Merge, null, source);
                Assert.Equal(2, load.Staged);
                return;
            }
            catch (CtiException e) when (e.Kind == FailureKind.Transient && i < 3)
            {
            }
        }
    }

    private async Task AssertRightAsync(List<string> runs, string what)
    {
        IEnumerable<string> rows = runs.Append("shared").Order(StringComparer.Ordinal).Select(r => $"{r}|{(r == "shared" ? runs[^1] : "x")}");
        string[] found =
        [
            .. await _bench.AskAsync("SELECT id || '|' || note FROM things ORDER BY id COLLATE \"C\""),
            .. await _bench.AskAsync("SELECT run FROM cti_ledger ORDER BY run COLLATE \"C\""),
            .. await _bench.AskAsync("SELECT sum(things) FROM thing_notes"),
            .. await _bench.AskAsync("SELECT count(*) FROM pg_class WHERE relname LIKE 'cti\\_stg%'"),
            .. _bench.Simulator.Statements.Where(s => s.IsRunning).Select(s => s.Name!),
        ];
        Assert.True(found.SequenceEqual([.. rows, .. runs.Order(StringComparer.Ordinal), $"{runs.Count + 1}", "0"]), $"{what}:\n{string.Join('\n', found)}");
    }
}
