using Cti.ObjectStores;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses.DuckDb;

/// <summary>What a kill leaves is what the files hold at that moment: they are copied in the middle of a load, and loaded again from there.</summary>
public sealed class DuckDbCrashTests : IDisposable
{
    private static readonly Dataset Two = new TestDataset(WarehouseBench.Things, WarehouseBench.Things with { Name = "others", Derived = [] });
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things);
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Load_KilledBetweenTwoTables_HasNothingOfItAndAllOfItAfterTheNextTry()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, "SELECT i::VARCHAR AS id, NULL::TIMESTAMP AS moment, 'old' AS note FROM range(200000) r(i)"));
        LoadSource b = _bench.Run("b", Things, "SELECT i::VARCHAR AS id, NULL::TIMESTAMP AS moment, 'new' AS note FROM range(100000, 500000) r(i)");
        b = b with { Manifest = b.Manifest with { Outputs = [b.Manifest.Outputs[0], b.Manifest.Outputs[0] with { Table = "others" }] } };
        string image = _bench.Database + ".image";
        CopyingStore store = new(_bench.Store, call: 2, () => CopyFiles(image));
        DuckDbWarehouse warehouse = new(_bench.Database, TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, _bench.Spill), store, TimeProvider.System);
        await warehouse.LoadAsync(new LoadRequest(Two, [b], LoadMode.Merge, null, true), CancellationToken.None);

        Assert.True(File.Exists(image));
        Assert.Equal(["200000|200000"], _bench.Ask("SELECT count(*), count(*) FILTER (note = 'old') FROM things", image));
        Assert.Equal(["a|things"], _bench.Ask("SELECT run, table_name FROM cti_ledger", image));

        DuckDbWarehouse again = new(image, TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, _bench.Spill), _bench.Store, TimeProvider.System);
        IReadOnlyList<TableLoad> loads = await again.LoadAsync(new LoadRequest(Two, [b], LoadMode.Merge, null, true), CancellationToken.None);

        Assert.Equal([new TableLoad("duckdb", "things", 400000, 300000, 100000, 0, false), new TableLoad("duckdb", "others", 400000, 400000, 0, 0, false)], loads);
        Assert.Equal(["500000|500000|100000"], _bench.Ask("SELECT count(*), count(DISTINCT id), count(*) FILTER (note = 'old') FROM things", image));
        Assert.Equal(["new|400000", "old|100000"], _bench.Ask("SELECT note, things FROM thing_notes ORDER BY note", image));
    }

    [Fact]
    public async Task Load_KilledAfterTheCommit_IsThereAndKnownToTheNextTry()
    {
        LoadSource a = _bench.Run("a", Things, "SELECT i::VARCHAR AS id, NULL::TIMESTAMP AS moment, 'x' AS note FROM range(300000) r(i)");
        string image = _bench.Database + ".image";
        Directory.CreateDirectory(Path.GetDirectoryName(_bench.Database)!);
        using (DuckDbConnection connection = DuckDbConnection.Open(_bench.Database, new Dictionary<string, string>()))
        {
            DuckDbUnitLoad load = new(connection, Context(), new DuckDbBudget(connection, new DuckDbOptions(WarehouseBench.Memory, 2, _bench.Spill)), _bench.Store);
            await load.LoadAsync(LoadUnit.Of(new LoadRequest(Things, [a], LoadMode.Merge, null, true))[0], CancellationToken.None);
            // Committed, but neither checkpointed nor closed: part of it is in the write-ahead log only.
            CopyFiles(image);
        }

        Assert.Equal(["300000"], _bench.Ask("SELECT count(*) FROM things", image));
        DuckDbWarehouse again = new(image, TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, _bench.Spill), _bench.Store, TimeProvider.System);
        TableLoad second = Assert.Single(await again.LoadAsync(new LoadRequest(Things, [a], LoadMode.Merge, null, true), CancellationToken.None));

        Assert.Equal(new TableLoad("duckdb", "things", 300000, 300000, 0, 0, true), second);
    }

    private DuckDbLoadContext Context() => new()
    {
        Dataset = Things,
        Mode = LoadMode.Merge,
        Naming = TableNaming.Default,
        MemoryBytes = 1L << 30,
        Scratch = _bench.Spill,
        Tool = "cti test",
        Clock = TimeProvider.System,
    };

    private void CopyFiles(string image)
    {
        File.Copy(_bench.Database, image);
        if (File.Exists(_bench.Database + ".wal"))
            File.Copy(_bench.Database + ".wal", image + ".wal");
    }

    /// <summary>Does something at a certain look at a part.</summary>
    private sealed class CopyingStore(IObjectStore inner, int call, Action action) : IObjectStore
    {
        private int _calls;

        public Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken)
        {
            if (++_calls == call)
                action();
            return inner.StatAsync(uri, cancellationToken);
        }

        public Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken) => inner.OpenReadAsync(info, cancellationToken);

        public IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken) => inner.ListAsync(uri, cancellationToken);

        public Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken) => inner.CreateAsync(uri, cancellationToken);

        public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutIfAbsentAsync(uri, content, cancellationToken);

        public Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken) => inner.PutIfMatchAsync(uri, content, etag, cancellationToken);

        public Task DeleteAsync(string uri, CancellationToken cancellationToken) => inner.DeleteAsync(uri, cancellationToken);
    }
}
