using Cti.Failures;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure;
using Cti.Records;
using Cti.Tests.Warehouses.Postgres;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>The same requests in another warehouse, or with another archive, are another erasure.</summary>
public sealed class ErasureTargetTests : IDisposable
{
    private const string Both = """{"customer-id":"00042"}{"customer-id":"00099"}""";
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RunAsync_RequestsKeptForAnotherFile_ErasesThereByWhatTheFirstFound()
    {
        await using DuckDbWarehouse other = await PlantWithAsync(_fixture.Warehouse(_fixture.Folder.At("other.duckdb")));
        await using DuckDbWarehouse first = _fixture.Warehouse();
        await _fixture.EraseInAsync(first, keep: true);
        Assert.Equal(["other.duckdb"], _fixture.Find(ErasureFixture.Planted));

        // No customer is in the other one, and in the files nothing is left that tells whose address it was.
        ErasureOutcome outcome = await _fixture.EraseInAsync(other);

        Assert.False(outcome.Reused);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Empty(Directory.GetFiles(_fixture.Folder.At("requests"), "*", SearchOption.AllDirectories));
        Assert.Empty(_fixture.Find("\"sealed\""));
        Assert.Equal(FailureKind.NothingToDo, (await ErasureFixture.FailAsync(() => _fixture.EraseInAsync(first))).Kind);
    }

    [Fact]
    public async Task RunAsync_OutputThatWasCopied_IsRefusedAndNothingChanges()
    {
        await _fixture.PlantAsync();
        _fixture.Put($"requests/{ErasureFixture.Request}/erasure-requests.json", Both);
        foreach (string file in _fixture.Folder.Files().Where(f => f.StartsWith("out/", StringComparison.Ordinal)))
        {
            string copy = _fixture.Folder.File("copy/" + file[4..], string.Empty);
            File.Copy(_fixture.Folder.At(file), copy, overwrite: true);
        }

        Dictionary<string, string> before = _fixture.Digests("copy/");
        await using DuckDbWarehouse warehouse = _fixture.Warehouse();

        CtiException failure = await ErasureFixture.FailAsync(() => _fixture.EraseInAsync(warehouse, output: _fixture.Folder.At("copy")));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains(_fixture.Output, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, _fixture.Digests("copy/").Where(f => !f.Key.Contains("_erasures", StringComparison.Ordinal)).ToDictionary());
    }

    [Fact]
    public async Task RunAsync_RequestsKeptForPostgres_ErasesThereAndIsReusedInTheFirst()
    {
        await using PostgresBench bench = (PostgresBench)await PostgresBench.OpenAsync();
        await using IWarehouse other = await PlantWithAsync(bench.Warehouse());
        await using DuckDbWarehouse first = _fixture.Warehouse();
        await _fixture.EraseInAsync(first, keep: true);

        ErasureOutcome outcome = await _fixture.EraseInAsync(other, keep: true);

        Assert.False(outcome.Reused);
        Assert.Equal(["otto@other.example"], await bench.AskAsync("SELECT email FROM events WHERE email NOT LIKE 'erased-%'"));
        Assert.True((await _fixture.EraseInAsync(first)).Reused);
        Assert.Empty(_fixture.Find("\"sealed\""));
    }

    [Fact]
    public async Task RunAsync_CutOffInOneWarehouse_AnotherCommandLeavesItAndItsOwnCompletesIt()
    {
        await using DuckDbWarehouse other = await PlantWithAsync(_fixture.Warehouse(_fixture.Folder.At("other.duckdb")));
        await using DuckDbWarehouse first = _fixture.Warehouse();
        IObjectStore whole = _fixture.Store;
        _fixture.Store = new BreakingStore(whole, 8);
        await ErasureFixture.FailAsync(() => _fixture.EraseInAsync(first));
        _fixture.Store = whole;
        _fixture.TakeTurn();

        await _fixture.EraseInAsync(other, keep: true);

        Assert.Contains("table customers", _fixture.Find("PlantedAnn"));
        await _fixture.EraseInAsync(first);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Empty(_fixture.Find("\"sealed\""));
        Assert.Empty(Directory.GetFiles(_fixture.Folder.At("requests"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task RunAsync_FirstWithoutTheArchive_IsCarriedOutThereWhenItIsNamed()
    {
        await _fixture.PlantAsync();
        _fixture.Put("archive/customers/run=of-another-output/x/customers.json", PlantedObjects.Customers, new DateTime(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc));
        PutRequests();
        await using DuckDbWarehouse warehouse = _fixture.Warehouse();
        await _fixture.EraseInAsync(warehouse, keep: true, archive: false);

        ErasureOutcome outcome = await _fixture.EraseInAsync(warehouse);

        Assert.False(outcome.Reused);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task RunAsync_OneRunKeyForTwoWarehouses_IsUsage()
    {
        await _fixture.PlantAsync();
        PutRequests();
        await using DuckDbWarehouse first = _fixture.Warehouse();
        await using DuckDbWarehouse other = _fixture.Warehouse(_fixture.Folder.At("other.duckdb"));
        await _fixture.EraseInAsync(first, keep: true, runKey: "mine");

        CtiException failure = await ErasureFixture.FailAsync(() => _fixture.EraseInAsync(other, runKey: "mine"));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("another warehouse", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Plants the persons, and their events alone in a further warehouse.</summary>
    private async Task<T> PlantWithAsync<T>(T other)
        where T : IWarehouse
    {
        await _fixture.PlantAsync();
        Dataset events = DatasetCatalog.Find("events")!;
        string manifest = Assert.Single(Directory.GetDirectories(_fixture.Folder.At("out/_runs"), "events-*")) + "/manifest.json";
        await _fixture.LoadAsync(events, manifest, other);
        PutRequests();
        return other;
    }

    private void PutRequests() => _fixture.Put($"requests/{ErasureFixture.Request}/erasure-requests.json", Both);
}
