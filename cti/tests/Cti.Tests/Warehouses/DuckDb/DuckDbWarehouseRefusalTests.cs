using Cti.Failures;
using Cti.Manifests;
using Cti.Records;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbWarehouseRefusalTests : IDisposable
{
    private static readonly Dataset Things = new TestDataset(Workbench.Things);
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Load_ManifestSaysMoreRows_IsRefusedNamingBothAndChangesNothing()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, Workbench.Rows(("1", "", "x"))));

        CtiException e = await RefusedAsync(_bench.Run("b", Things, Workbench.Rows(("1", "", "y"), ("2", "", "y")), rows: 3));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("says 3 rows for table things, but 2 were staged", e.Message, StringComparison.Ordinal);
        AssertUnchanged();
    }

    [Fact]
    public async Task Load_NullWhereNoneMayBe_NamesTheRowsAndChangesNothing()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, Workbench.Rows(("1", "", "x"))));

        CtiException e = await RefusedAsync(_bench.Run("b", Things, $"{Workbench.Rows(("1", "", "y"))} UNION ALL SELECT '7', NULL, NULL"));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("note is NULL in part-00000.parquet row 1 (from 0)", e.Message, StringComparison.Ordinal);
        AssertUnchanged();
    }

    [Fact]
    public async Task Load_PartWithOtherColumns_IsRefusedNamingThem()
    {
        CtiException e = await RefusedAsync(_bench.Run("a", Things, "SELECT 'x' AS note, '1' AS id, NULL::TIMESTAMP AS moment"));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("has the columns (note VARCHAR, id VARCHAR, moment TIMESTAMP), but table things has (id VARCHAR, moment TIMESTAMP, note VARCHAR)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TableWithOtherColumns_NamesEveryDifferenceAndWhatMendsIt()
    {
        _bench.Do("CREATE TABLE things (id INTEGER, moment TIMESTAMP NOT NULL, extra DOUBLE)");

        CtiException e = await RefusedAsync(_bench.Run("a", Things, Workbench.Rows(("1", "", "x"))));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("""ALTER TABLE "main"."things" ALTER COLUMN "id" TYPE VARCHAR""", e.Message, StringComparison.Ordinal);
        Assert.Contains("""ALTER TABLE "main"."things" ALTER COLUMN "moment" DROP NOT NULL""", e.Message, StringComparison.Ordinal);
        Assert.Contains("""ALTER TABLE "main"."things" ADD COLUMN "note" VARCHAR""", e.Message, StringComparison.Ordinal);
        Assert.Contains("""ALTER TABLE "main"."things" DROP COLUMN "extra" """.TrimEnd(), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_MendedAsTheMessageSays_IsTaken()
    {
        _bench.Do("CREATE TABLE things (id INTEGER, moment TIMESTAMP NOT NULL, extra DOUBLE)");
        foreach (string alter in new[] { "ALTER COLUMN id TYPE VARCHAR", "ALTER COLUMN moment DROP NOT NULL", "ADD COLUMN note VARCHAR", "DROP COLUMN extra" })
            _bench.Do("ALTER TABLE things " + alter);

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, Workbench.Rows(("1", "", "x"))));

        Assert.Equal(1, load.Inserted);
    }

    [Fact]
    public async Task Load_SecondTableFails_LeavesTheFirstAsItWas()
    {
        TableDefinition second = Workbench.Things with { Name = "others", Derived = [] };
        Dataset both = new TestDataset(Workbench.Things, second);
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, Workbench.Rows(("1", "", "x"))));
        LoadSource bad = _bench.Run("b", Things, Workbench.Rows(("1", "", "y")));
        ManifestOutput part = bad.Manifest.Outputs[0] with { Table = "others", Rows = 5 };
        bad = bad with { Manifest = bad.Manifest with { Outputs = [bad.Manifest.Outputs[0], part] } };

        await Assert.ThrowsAsync<CtiException>(() => _bench.Warehouse().LoadAsync(new LoadRequest(both, [bad], LoadMode.Merge, null, true), CancellationToken.None));

        AssertUnchanged();
        Assert.Equal(["0"], _bench.Ask("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'others'"));
    }

    [Fact]
    public async Task Load_ThirdManifestFails_KeepsTheTwoBefore()
    {
        LoadSource[] sources = [_bench.Run("a", Things, Workbench.Rows(("1", "", "x"))), _bench.Run("b", Things, Workbench.Rows(("2", "", "x"))), _bench.Run("c", Things, Workbench.Rows(("3", "", "x")), rows: 9)];

        await Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(Things, LoadMode.Merge, null, sources));

        Assert.Equal(["1", "2"], _bench.Ask("SELECT id FROM things ORDER BY id"));
    }

    [Fact]
    public async Task Load_MissingPart_IsUsageNamingIt()
    {
        LoadSource a = _bench.Run("a", Things, Workbench.Rows(("1", "", "x")));
        File.Delete(a.Manifest.Outputs[0].Uri);

        CtiException e = await RefusedAsync(a);

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains(a.Manifest.Outputs[0].Uri, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_FetchedPartWithOtherBytes_IsUsageAndLeavesNothing()
    {
        LoadSource a = _bench.Run("a", Things, Workbench.Rows(("1", "", "x")), folder: "s3://bucket/out");
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
    public async Task Load_FileThatIsNoDatabase_IsUsageNamingIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_bench.Database)!);
        File.WriteAllText(_bench.Database, new string('x', 10_000));

        CtiException e = await RefusedAsync(_bench.Run("a", Things, Workbench.Rows(("1", "", "x"))));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains(_bench.Database, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_Cancelled_LeavesTheTableAsItWas()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, Workbench.Rows(("1", "", "x"))));
        LoadSource large = _bench.Run("b", Things, "SELECT i::VARCHAR AS id, NULL::TIMESTAMP AS moment, md5(i::VARCHAR) AS note FROM range(3000000) r(i)");
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(150));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.Warehouse().LoadAsync(new LoadRequest(Things, [large], LoadMode.Merge, null, true), cancel.Token));

        AssertUnchanged();
    }

    [Fact]
    public async Task Load_MonthWithoutReplace_IsUsage()
    {
        CtiException e = await Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(Things, LoadMode.Merge, "2021-04", _bench.Run("a", Things, Workbench.Rows(("1", "", "x")))));

        Assert.Equal(FailureKind.Usage, e.Kind);
    }

    private Task<CtiException> RefusedAsync(LoadSource source) =>
        Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(Things, LoadMode.Merge, null, source));

    private void AssertUnchanged()
    {
        Assert.Equal(["1|x"], _bench.Ask("SELECT id, note FROM things ORDER BY id"));
        Assert.Equal(["a"], _bench.Ask("SELECT run FROM cti_ledger"));
        Assert.Equal(["x|1"], _bench.Ask("SELECT note, things FROM thing_notes"));
    }
}
