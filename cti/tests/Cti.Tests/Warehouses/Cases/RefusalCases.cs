using Cti.Failures;
using Cti.Manifests;
using Cti.Records;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Cases;

/// <summary>What every warehouse refuses, and leaves as it was.</summary>
public abstract class RefusalCases(Func<Task<WarehouseBench>> bench) : IAsyncLifetime
{
    protected static readonly Dataset Things = new TestDataset(WarehouseBench.Things);

    protected WarehouseBench Bench { get; private set; } = null!;

    public async Task InitializeAsync() => Bench = await bench();

    public async Task DisposeAsync() => await Bench.DisposeAsync();

    [Fact]
    public async Task Load_ManifestSaysMoreRows_IsRefusedNamingBothAndChangesNothing()
    {
        await Bench.LoadAsync(Things, LoadMode.Merge, null, Bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        CtiException e = await RefusedAsync(Bench.Run("b", Things, WarehouseBench.Rows(("1", "", "y"), ("2", "", "y")), rows: 3));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("says 3 rows for table things, but 2 were staged", e.Message, StringComparison.Ordinal);
        await AssertUnchangedAsync();
    }

    [Fact]
    public async Task Load_SecondTableFails_LeavesTheFirstAsItWas()
    {
        TableDefinition second = WarehouseBench.Things with { Name = "others", Derived = [] };
        Dataset both = new TestDataset(WarehouseBench.Things, second);
        await Bench.LoadAsync(Things, LoadMode.Merge, null, Bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));
        LoadSource bad = Bench.Run("b", Things, WarehouseBench.Rows(("1", "", "y")));
        ManifestOutput part = bad.Manifest.Outputs[0] with { Table = "others", Rows = 5 };
        bad = bad with { Manifest = bad.Manifest with { Outputs = [bad.Manifest.Outputs[0], part] } };

        await Assert.ThrowsAsync<CtiException>(() => Bench.Warehouse().LoadAsync(new LoadRequest(both, [bad], LoadMode.Merge, null, true), CancellationToken.None));

        await AssertUnchangedAsync();
        Assert.Equal(["0"], await Bench.AskAsync("SELECT count(*) FROM information_schema.tables WHERE table_name = 'others'"));
    }

    [Fact]
    public async Task Load_ThirdManifestFails_KeepsTheTwoBefore()
    {
        LoadSource[] sources = [Bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))), Bench.Run("b", Things, WarehouseBench.Rows(("2", "", "x"))), Bench.Run("c", Things, WarehouseBench.Rows(("3", "", "x")), rows: 9)];

        await Assert.ThrowsAsync<CtiException>(() => Bench.LoadAsync(Things, LoadMode.Merge, null, sources));

        Assert.Equal(["1", "2"], await Bench.AskAsync("SELECT id FROM things ORDER BY id"));
    }

    [Fact]
    public async Task Load_MissingPart_IsUsageNamingIt()
    {
        LoadSource a = Bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")));
        await Bench.DeleteAsync(a.Manifest.Outputs[0].Uri);

        CtiException e = await RefusedAsync(a);

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains(a.Manifest.Outputs[0].Uri, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_Cancelled_LeavesTheTableAsItWas()
    {
        await Bench.LoadAsync(Things, LoadMode.Merge, null, Bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));
        LoadSource large = Bench.Run("b", Things, "SELECT i::VARCHAR AS id, NULL::TIMESTAMP AS moment, md5(i::VARCHAR) AS note FROM range(3000000) r(i)");
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(150));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Bench.Warehouse().LoadAsync(new LoadRequest(Things, [large], LoadMode.Merge, null, true), cancel.Token));

        await AssertUnchangedAsync();
    }

    [Fact]
    public async Task Load_MonthWithoutReplace_IsUsage()
    {
        CtiException e = await Assert.ThrowsAsync<CtiException>(() => Bench.LoadAsync(Things, LoadMode.Merge, "2021-04", Bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")))));

        Assert.Equal(FailureKind.Usage, e.Kind);
    }

    protected Task<CtiException> RefusedAsync(LoadSource source) =>
        Assert.ThrowsAsync<CtiException>(() => Bench.LoadAsync(Things, LoadMode.Merge, null, source));

    private async Task AssertUnchangedAsync()
    {
        Assert.Equal(["1|x"], await Bench.AskAsync("SELECT id, note FROM things ORDER BY id"));
        Assert.Equal(["a"], await Bench.AskAsync("SELECT run FROM cti_ledger"));
        Assert.Equal(["x|1"], await Bench.AskAsync("SELECT note, things FROM thing_notes"));
        Bench.AssertIdle();
    }
}
