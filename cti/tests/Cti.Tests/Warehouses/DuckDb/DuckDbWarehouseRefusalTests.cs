using Cti.Failures;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbWarehouseRefusalTests : IDisposable
{
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things);
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Load_NullWhereNoneMayBe_NamesTheRowsAndChangesNothing()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        CtiException e = await RefusedAsync(_bench.Run("b", Things, $"{WarehouseBench.Rows(("1", "", "y"))} UNION ALL SELECT '7', NULL, NULL"));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("source not known (row 2 of ", e.Message, StringComparison.Ordinal);
        Assert.Contains("part-00000.parquet): note is NULL", e.Message, StringComparison.Ordinal);
        AssertUnchanged();
    }

    [Fact]
    public async Task Load_TableWithOtherColumns_NamesEveryDifferenceAndWhatMendsIt()
    {
        _bench.Do("CREATE TABLE things (id INTEGER, moment TIMESTAMP NOT NULL, extra DOUBLE)");

        CtiException e = await RefusedAsync(_bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

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

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        Assert.Equal(1, load.Inserted);
    }

    [Fact]
    public async Task Load_FileThatIsNoDatabase_IsUsageNamingIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_bench.Database)!);
        File.WriteAllText(_bench.Database, new string('x', 10_000));

        CtiException e = await RefusedAsync(_bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains(_bench.Database, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_PartWithOtherColumns_IsRefusedNamingThem()
    {
        CtiException e = await RefusedAsync(_bench.Run("a", Things, "SELECT 'x' AS note, '1' AS id, NULL::TIMESTAMP AS moment"));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("has the columns (note VARCHAR, id VARCHAR, moment TIMESTAMP), but table things has (id VARCHAR, moment TIMESTAMP, note VARCHAR)", e.Message, StringComparison.Ordinal);
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
