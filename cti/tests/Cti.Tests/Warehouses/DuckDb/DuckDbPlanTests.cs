using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbPlanTests : IDisposable
{
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things);
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Plan_Merge_IsTheSqlInOrderAndTouchesNothing()
    {
        IReadOnlyList<string> plan = await PlanAsync(LoadMode.Merge, null);

        Assert.False(File.Exists(_bench.Database));
        Assert.Equal(
            ["BEGIN", "CREATE cti_ledger", "CREATE things", "-- SELECT cti_ledger", "CREATE read_parquet", "-- SELECT cti_staging", "-- CREATE things", "SELECT cti_staging", "DELETE things", "DROP cti_replaced", "INSERT things", "DELETE cti_ledger", "-- INSERT cti_ledger", "CREATE thing_notes", "DROP thing_notes", "CREATE thing_notes", "INSERT thing_notes", "COMMIT"],
            plan.Select(Gist));
    }

    [Theory]
    [InlineData(LoadMode.Append, null)]
    [InlineData(LoadMode.Merge, null)]
    [InlineData(LoadMode.Replace, null)]
    [InlineData(LoadMode.Replace, "2021-04")]
    public async Task Plan_EachMode_IsSqlThatDuckDbRunsToTheSameTable(LoadMode mode, string? month)
    {
        LoadSource old = _bench.Run("a", Things, WarehouseBench.Rows(("1", "2021-04-01", "old"), ("2", "2021-03-01", "old"), ("3", "2021-04-02", "old")));
        await _bench.LoadAsync(Things, LoadMode.Merge, null, old);
        IReadOnlyList<string> plan = await PlanAsync(mode, month);
        string image = _bench.Database + ".image";
        File.Copy(_bench.Database, image);
        await _bench.LoadAsync(Things, mode, month, Source());

        Workbench.DoIn(image, string.Join(";\n", plan));

        const string All = "SELECT id, moment, note FROM things ORDER BY ALL";
        Assert.Equal(_bench.Ask(All), _bench.Ask(All, image));
        Assert.Equal(_bench.Ask("SELECT * FROM thing_notes ORDER BY ALL"), _bench.Ask("SELECT * FROM thing_notes ORDER BY ALL", image));
        Assert.Equal(_bench.Ask("SELECT run, mode, month, staged FROM cti_ledger ORDER BY ALL"), _bench.Ask("SELECT run, mode, month, staged FROM cti_ledger ORDER BY ALL", image));
    }

    private LoadSource Source() => _bench.Run("b", Things, WarehouseBench.Rows(("1", "2021-04-05", "new"), ("9", "2021-04-06", "new")));

    private Task<IReadOnlyList<string>> PlanAsync(LoadMode mode, string? month) =>
        _bench.Warehouse().PlanAsync(new LoadRequest(Things, [Source()], mode, month, true), CancellationToken.None);

    // The first word, a mark where a comment says when it runs, and what it is about.
    private static string Gist(string statement)
    {
        string mark = statement.StartsWith("--", StringComparison.Ordinal) ? "-- " : "";
        string sql = mark.Length > 0 ? statement[(statement.IndexOf('\n', StringComparison.Ordinal) + 1)..] : statement;
        string[] subjects = ["cti_ledger", "read_parquet", "thing_notes", "DROP TABLE IF EXISTS temp.cti_replaced", "\"things\"", "cti_staging"];
        string subject = sql.StartsWith("SELECT count(*) FROM temp.cti_staging", StringComparison.Ordinal) ? "cti_staging" : subjects.FirstOrDefault(s => sql.Contains(s, StringComparison.Ordinal)) ?? "";
        return $"{mark}{sql.Split(' ')[0]} {subject.Replace("DROP TABLE IF EXISTS temp.", "", StringComparison.Ordinal).Trim('"')}".Trim();
    }
}
