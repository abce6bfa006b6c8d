using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbMemoryTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(64 * 1024, 1000, 32, 32)]
    [InlineData(256, 30, 2, 2)]
    [InlineData(192, 90, 2, 1)]
    [InlineData(64, 100, 4, 1)]
    public void Share_OfABound_LeavesRoomForTheRestAndForEachThread(long bound, long resident, int threads, int expectedThreads)
    {
        DuckDbMemory memory = DuckDbMemory.Share(bound * MiB, resident * MiB, threads);

        Assert.Equal(expectedThreads, memory.Threads);
        Assert.InRange(memory.LimitBytes, 48 * MiB, Math.Max(48, bound - resident) * MiB);
    }

    [Fact]
    public void LimitText_IsWhatDuckDbTakes() =>
        Assert.Equal("49152KiB", new DuckDbMemory(48 * MiB, 1).LimitText);

    [Fact]
    public void Budget_WhileTheProgramFetches_IsTheLeastAndThenWhatIsLeft()
    {
        using DuckDbConnection connection = DuckDbConnection.Open(":memory:", new Dictionary<string, string>());
        DuckDbBudget budget = new(connection, new DuckDbOptions(64L << 30, 2, Path.GetTempPath()));

        budget.GiveBack(CancellationToken.None);
        string least = Limit(connection);
        budget.TakeWhatIsLeft(CancellationToken.None);

        Assert.Equal("48.0 MiB", least);
        Assert.StartsWith("6", Limit(connection), StringComparison.Ordinal);
        Assert.EndsWith("GiB", Limit(connection), StringComparison.Ordinal);
    }

    private static string Limit(DuckDbConnection connection) =>
        (string)connection.Query("SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'", CancellationToken.None).Rows[0][0]!;

    [Fact]
    public async Task Load_WithLittleMemory_MergesManyRowsBySpilling()
    {
        using Workbench bench = new();
        Dataset things = new TestDataset(WarehouseBench.Things with { Derived = [] });
        const string Rows = "SELECT md5(i::VARCHAR) AS id, NULL::TIMESTAMP AS moment, md5((i + {0})::VARCHAR) AS note FROM range({1}) r(i)";
        LoadSource a = bench.Run("a", things, string.Format(null, Rows, 1, 600_000));
        LoadSource b = bench.Run("b", things, string.Format(null, Rows, 2, 700_000));

        // The bound is less than the process holds already: the engine gets the least it works with.
        IReadOnlyList<TableLoad> loads = await bench.Warehouse(naming: null, memoryBytes: 1).LoadAsync(new LoadRequest(things, [a, b], LoadMode.Merge, null, true), CancellationToken.None);

        Assert.Equal(new TableLoad("duckdb", "things", 1_300_000, 700_000, 600_000, 0, false), Assert.Single(loads));
        Assert.Equal(["700000|700000|700000"], bench.Ask("SELECT count(*), count(DISTINCT id), count(*) FILTER (note = md5((i + 2)::VARCHAR)) FROM things JOIN (SELECT i, md5(i::VARCHAR) AS id FROM range(700000) r(i)) USING (id)"));
    }
}
