using System.Diagnostics;
using Cti.Records;
using Cti.RedshiftSimulator;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Redshift;

/// <summary>Several calls on one table, and calls that end early.</summary>
public sealed class RedshiftConcurrencyTests : IAsyncLifetime
{
    private static readonly Dataset s_things = new TestDataset(WarehouseBench.Things);
    private RedshiftBench _bench = null!;

    public async Task InitializeAsync() => _bench = await RedshiftBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Load_SameManifestAtOnce_OneWinsAndTheOthersFindItLoaded(bool tableIsThere)
    {
        if (tableIsThere)
            await LoadAsync(Run("before"));
        LoadSource source = Run("a");

        TableLoad[] loads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => LoadAsync(source))));

        Assert.Single(loads, l => !l.AlreadyLoaded);
        Assert.Single(loads.Select(l => l with { AlreadyLoaded = false }).Distinct());
        Assert.Equal(["1"], await _bench.AskAsync("SELECT count(*) FROM cti_ledger WHERE run = 'a'"));
        Assert.Equal([tableIsThere ? "3" : "2"], await _bench.AskAsync("SELECT count(*) FROM things"));
    }

    [Theory]
    [InlineData(SimulatorIsolation.Serializable)]
    [InlineData(SimulatorIsolation.Snapshot)]
    public async Task Load_DifferentManifestsAtOnce_AllAreIn(SimulatorIsolation isolation)
    {
        await using RedshiftBench bench = await _bench.RestartAsync(o => o with { Isolation = isolation });
        LoadSource[] sources = [.. Enumerable.Range(0, 5).Select(i => Run($"run-{i}"))];

        TableLoad[] loads = await Task.WhenAll(sources.Select(s => Task.Run(() => bench.LoadAsync(s_things, LoadMode.Merge, null, s))));

        Assert.All(loads, l => Assert.False(l.AlreadyLoaded));
        Assert.Equal(["6"], await _bench.AskAsync("SELECT count(*) FROM things"));
        Assert.Equal(["5|10|6|4"], await _bench.AskAsync("SELECT count(*), sum(staged), sum(inserted), sum(updated) FROM cti_ledger"));
    }

    [Fact]
    public async Task Load_WhileAnotherCallRunsIt_WaitsForThatStatement()
    {
        await LoadAsync(Run("before"));
        _bench.Simulator.ClearCalls();
        _bench.Simulator.Faults.Add(new SimulatorFault(FaultKind.SlowCommit, "BatchExecuteStatement", Seconds: 2));
        LoadSource source = Run("a");
        Task<TableLoad> first = Task.Run(() => LoadAsync(source));
        while (!_bench.Simulator.Statements.Any(s => s.IsRunning && s.Sqls.Count > 1))
            await Task.Delay(20);
        await Task.Delay(300);

        TableLoad second = await LoadAsync(source);

        Assert.Equal((false, true), ((await first).AlreadyLoaded, second.AlreadyLoaded));
        Assert.Single(_bench.Simulator.Calls, c => c == "BatchExecuteStatement");
    }

    [Theory]
    [InlineData(FaultKind.Slow)]
    [InlineData(FaultKind.SlowCommit)]
    public async Task Load_Cancelled_StopsTheStatementWithinTenSeconds(FaultKind slow)
    {
        await LoadAsync(Run("before"));
        _bench.Simulator.Faults.Add(new SimulatorFault(slow, "BatchExecuteStatement", Seconds: 60));
        using CancellationTokenSource cancel = new();
        Task load = Task.Run(() => _bench.Warehouse().LoadAsync(new LoadRequest(s_things, [Run("a")], LoadMode.Merge, null, true), cancel.Token));
        while (!_bench.Simulator.Statements.Any(s => s.IsRunning && s.Sqls.Count > 1))
            await Task.Delay(20);

        Stopwatch waited = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);

        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(_bench.Simulator.Statements, s => s.IsRunning);
        Assert.Equal(["0"], await _bench.AskAsync("SELECT count(*) FROM things WHERE id = 'a'"));
        Assert.False((await LoadAsync(Run("a"))).AlreadyLoaded);
    }

    [Theory]
    [InlineData(WaitTimeSupport.Ignored)]
    [InlineData(WaitTimeSupport.Refused)]
    public async Task Load_ServiceThatDoesNotWait_IsPolled(WaitTimeSupport support)
    {
        await using RedshiftBench bench = await _bench.RestartAsync(o => o with { WaitTime = support, StartedDelay = TimeSpan.FromMilliseconds(700) });

        TableLoad load = await bench.LoadAsync(s_things, LoadMode.Merge, null, Run("a"));

        Assert.Equal(2, load.Inserted);
        // 100, 200, 400 ms: not a call each millisecond.
        Assert.InRange(bench.Simulator.Calls.Count(c => c == "DescribeStatement"), 5, 40);
    }

    private LoadSource Run(string key) => _bench.Run(key, s_things, WarehouseBench.Rows((key, "2021-04-01", "x"), ("shared", "", key)));

    private Task<TableLoad> LoadAsync(LoadSource source) => _bench.LoadAsync(s_things, LoadMode.Merge, null, source);
}
