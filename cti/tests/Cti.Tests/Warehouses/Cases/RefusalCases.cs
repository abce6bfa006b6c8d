using Cti.Failures;
using Cti.Manifests;
using Cti.Records;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Cases;

/// <summary>What every warehouse refuses, and leaves as it was.</summary>
public abstract class RefusalCases(Func<Task<WarehouseBench>> bench) : IAsyncLifetime
{
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things);
    private WarehouseBench _bench = null!;

    public async Task InitializeAsync() => _bench = await bench();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Load_ManifestSaysMoreRows_IsRefusedNamingBothAndChangesNothing()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        CtiException e = await RefusedAsync(_bench.Run("b", Things, WarehouseBench.Rows(("1", "", "y"), ("2", "", "y")), rows: 3));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("says 3 rows for table things, but 2 were staged", e.Message, StringComparison.Ordinal);
        await AssertUnchangedAsync();
    }

    [Fact]
    public async Task Load_SecondTableFails_LeavesTheFirstAsItWas()
    {
        TableDefinition second = WarehouseBench.Things with { Name = "others", Derived = [] };
        Dataset both = new TestDataset(WarehouseBench.Things, second);
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));
        LoadSource bad = _bench.Run("b", Things, WarehouseBench.Rows(("1", "", "y")));
        ManifestOutput part = bad.Manifest.Outputs[0] with { Table = "others", Rows = 5 };
        bad = bad with { Manifest = bad.Manifest with { Outputs = [bad.Manifest.Outputs[0], part] } };

        await Assert.ThrowsAsync<CtiException>(() => _bench.Warehouse().LoadAsync(new LoadRequest(both, [bad], LoadMode.Merge, null, true), CancellationToken.None));

        await AssertUnchangedAsync();
        Assert.Equal(["0"], await _bench.AskAsync("SELECT count(*) FROM information_schema.tables WHERE table_name = 'others'"));
    }

    [Fact]
    public async Task Load_ThirdManifestFails_KeepsTheTwoBefore()
    {
        LoadSource[] sources = [_bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))), _bench.Run("b", Things, WarehouseBench.Rows(("2", "", "x"))), _bench.Run("c", Things, WarehouseBench.Rows(("3", "", "x")), rows: 9)];

        await Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(Things, LoadMode.Merge, null, sources));

        Assert.Equal(["1", "2"], await _bench.AskAsync("SELECT id FROM things ORDER BY id"));
    }

    [Fact]
    public async Task Load_MissingPart_IsUsageNamingIt()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")));
        File.Delete(a.Manifest.Outputs[0].Uri);

        CtiException e = await RefusedAsync(a);

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains(a.Manifest.Outputs[0].Uri, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_FetchedPartWithOtherBytes_IsUsageAndLeavesNothing()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")), folder: "s3://bucket/out");
        string path = _bench.Store.PathOf(a.Manifest.Outputs[0].Uri);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[20] ^= 1;
        File.WriteAllBytes(path, bytes);

        CtiException e = await RefusedAsync(a);

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains("SHA-256", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(_bench.Spill, "cti-warehouse-*"));
    }

    [Fact]
    public async Task Load_Cancelled_LeavesTheTableAsItWas()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));
        LoadSource large = _bench.Run("b", Things, "SELECT i::VARCHAR AS id, NULL::TIMESTAMP AS moment, md5(i::VARCHAR) AS note FROM range(3000000) r(i)");
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(150));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.Warehouse().LoadAsync(new LoadRequest(Things, [large], LoadMode.Merge, null, true), cancel.Token));

        await AssertUnchangedAsync();
    }

    [Fact]
    public async Task Load_MonthWithoutReplace_IsUsage()
    {
        CtiException e = await Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(Things, LoadMode.Merge, "2021-04", _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")))));

        Assert.Equal(FailureKind.Usage, e.Kind);
    }

    private Task<CtiException> RefusedAsync(LoadSource source) =>
        Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(Things, LoadMode.Merge, null, source));

    private async Task AssertUnchangedAsync()
    {
        Assert.Equal(["1|x"], await _bench.AskAsync("SELECT id, note FROM things ORDER BY id"));
        Assert.Equal(["a"], await _bench.AskAsync("SELECT run FROM cti_ledger"));
        Assert.Equal(["x|1"], await _bench.AskAsync("SELECT note, things FROM thing_notes"));
    }
}
