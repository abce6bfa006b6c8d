using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Postgres;

/// <summary>Several at once: loads, readers, and a server that throws a load out.</summary>
public sealed class PostgresConcurrencyTests : IAsyncLifetime
{
    private const string Many = "SELECT i::VARCHAR AS id, NULL::TIMESTAMP AS moment, 'x' AS note FROM range(200000) r(i)";
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things);
    private PostgresBench _bench = null!;

    public async Task InitializeAsync() => _bench = (PostgresBench)await PostgresBench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("read committed")]
    [InlineData("serializable")]
    public async Task Load_SameManifestAtOnce_OneWinsAndTheOthersFindItLoaded(string isolation)
    {
        await _bench.DoAsync($"ALTER DATABASE {_bench.Database} SET default_transaction_isolation = '{isolation}'");
        LoadSource a = _bench.Run("a", Things, Many);

        TableLoad[] loads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _bench.LoadAsync(Things, LoadMode.Merge, null, a))));

        Assert.Single(loads, l => !l.AlreadyLoaded);
        Assert.All(loads, l => Assert.Equal((200_000, 200_000), (l.Staged, l.Inserted)));
        Assert.Equal(["200000|200000"], await _bench.AskAsync("SELECT count(*), count(DISTINCT id) FROM things"));
        Assert.Equal(["a"], await _bench.AskAsync("SELECT run FROM cti_ledger"));
    }

    [Fact]
    public async Task Load_DifferentManifestsAtOnce_AreAllIn()
    {
        LoadSource[] sources = [.. Enumerable.Range(0, 4).Select(n => _bench.Run($"r{n}", Things, $"SELECT (i + {n * 500})::VARCHAR AS id, NULL::TIMESTAMP AS moment, 'n{n}' AS note FROM range(1000) r(i)"))];

        TableLoad[] loads = await Task.WhenAll(sources.Select(s => Task.Run(() => _bench.LoadAsync(Things, LoadMode.Merge, null, s))));

        Assert.DoesNotContain(loads, l => l.AlreadyLoaded);
        Assert.Equal(4_000, loads.Sum(l => l.Inserted + l.Updated));
        Assert.Equal(["2500|2500"], await _bench.AskAsync("SELECT count(*), count(DISTINCT id) FROM things"));
        Assert.Equal(["4"], await _bench.AskAsync("SELECT count(*) FROM cti_ledger"));
        Assert.Equal(["2500"], await _bench.AskAsync("SELECT sum(things) FROM thing_notes"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2021-04")]
    public async Task Load_Replace_IsNeverSeenEmpty(string? month)
    {
        string rows = Many.Replace("NULL::TIMESTAMP", "TIMESTAMP '2021-04-01'", StringComparison.Ordinal);
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, rows));
        using CancellationTokenSource ended = new();
        Task<List<string>> readers = Task.Run(() => ReadAsync(ended.Token));

        for (int i = 0; i < 3; i++)
            await _bench.LoadAsync(Things, LoadMode.Replace, month, _bench.Run($"b{i}", Things, rows));
        await ended.CancelAsync();

        List<string> seen = await readers;
        Assert.True(seen.Count > 3, $"only {seen.Count} looks at the table");
        Assert.Equal(["200000"], seen.Distinct());
    }

    [Fact]
    public async Task Load_ConnectionLost_IsTriedAgainAndEndsWell()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, Many));
        Task<TableLoad> load = Task.Run(() => _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("b", Things, Many)));

        string[] ended = [];
        while (ended.Length == 0 && !load.IsCompleted)
            ended = await _bench.Server.AskAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_bench.Database}' AND application_name = 'cti' AND query LIKE '%cti_staging%'");

        Assert.NotEmpty(ended);
        Assert.Equal(_bench.Loaded("things", 200_000, 0, 200_000, 0), await load);
        Assert.Equal(["200000"], await _bench.AskAsync("SELECT count(*) FROM things"));
    }

    [Fact]
    public async Task Load_Cancelled_LeavesNoStatementRunning()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, Many));
        await using IWarehouse warehouse = _bench.Warehouse();
        using CancellationTokenSource cancel = new();
        LoadRequest request = new(Things, [_bench.Run("b", Things, Many)], LoadMode.Merge, null, true);
        Task load = Task.Run(() => warehouse.LoadAsync(request, cancel.Token));
        while (!load.IsCompleted && (await ActiveAsync("state = 'active' AND query LIKE 'WITH gone%'")).Length == 0)
            await Task.Delay(1);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        Assert.Empty(await ActiveAsync("true"));
        Assert.Equal(["a"], await _bench.AskAsync("SELECT run FROM cti_ledger"));
    }

    [Fact]
    public async Task Load_LargeIntoEmptyTable_KeepsEveryIndex()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));
        await _bench.DoAsync("DELETE FROM things; CREATE INDEX by_hand ON things (note) WHERE note <> 'y'; CREATE UNIQUE INDEX one_id ON things (id)");
        string[] before = await IndexesAsync();

        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("b", Things, Many));

        Assert.Contains(before, d => d.Contains("by_hand", StringComparison.Ordinal));
        Assert.Equal(before, await IndexesAsync());
    }

    private Task<string[]> IndexesAsync() => _bench.AskAsync("SELECT indexdef FROM pg_indexes WHERE tablename = 'things' ORDER BY 1");

    private Task<string[]> ActiveAsync(string condition) =>
        _bench.Server.AskAsync("postgres", $"SELECT query FROM pg_stat_activity WHERE datname = '{_bench.Database}' AND application_name = 'cti' AND {condition}");

    private async Task<List<string>> ReadAsync(CancellationToken ended)
    {
        List<string> seen = [];
        while (!ended.IsCancellationRequested)
            seen.AddRange(await _bench.AskAsync("SELECT count(*) FROM things"));
        return seen;
    }
}
