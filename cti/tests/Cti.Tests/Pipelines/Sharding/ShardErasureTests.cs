using Cti.Failures;
using Cti.Manifests;
using Cti.Pipelines;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.Extraction;
using Cti.Pipelines.Sharding;
using Cti.Records;
using Cti.Tests.Pipelines.Erasure;
using Cti.Warehouses.DuckDb;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Tests.Pipelines.Sharding;

/// <summary>Persons in shards, above all in a record that is a conflict only when the shards meet, and is then read once more from its object.</summary>
public sealed class ShardErasureTests : IDisposable
{
    private const string Person = """{"customer-id":"00042"}""";
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Load_ShardsThatWereErased_RejectsConflictsWithoutThePerson()
    {
        IReadOnlyList<string> shards = await ExtractAsync();
        ErasureOutcome erasure = await _fixture.EraseAsync(Person);

        LoadOutcome load = await LoadAsync(shards);

        Manifest whole = Assert.Single(load.Runs).Manifest;
        Assert.Equal(1, whole.Revision);
        Assert.Equal([erasure.Key], whole.Erased!);
        Assert.Equal(1, whole.Rejects.Parts.Sum(p => p.Records));
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Equal(["11111111-1111-4111-8111-111111111111"], _fixture.Ask("SELECT transaction_id FROM transactions"));
    }

    [Fact]
    public async Task Erase_RunThatWasMadeOfShards_ErasesItsConflictsToo()
    {
        await LoadAsync(await ExtractAsync());
        Assert.Contains(_fixture.Find("PlantedSecond"), f => f.Contains("/rejects/", StringComparison.Ordinal));

        await _fixture.EraseAsync(Person);

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task Load_ErasureBeginsMeanwhile_TakesTheRunBackAndMakesItOnTheNextTry()
    {
        IReadOnlyList<string> shards = await ExtractAsync();
        OvertakenStore overtaken = new(_fixture.Store, () => _fixture.EraseAsync(Person));

        CtiException failure = await ErasureFixture.FailAsync(() => LoadAsync(shards, overtaken));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.DoesNotContain(Directory.GetFiles(_fixture.Folder.At("out/_runs"), "manifest.json", SearchOption.AllDirectories), m => !m.Contains("/shard=", StringComparison.Ordinal));
        await LoadAsync(shards);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task Load_ConflictOfErasedPersonWithoutPepper_IsUsage()
    {
        IReadOnlyList<string> shards = await ExtractAsync();
        await _fixture.EraseAsync(Person);

        CtiException failure = await ErasureFixture.FailAsync(() => LoadAsync(shards, pepper: ErasurePepper.None));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("pepper", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Two shards, each with a transaction of the same id.</summary>
    private async Task<IReadOnlyList<string>> ExtractAsync()
    {
        foreach ((int i, string street) in new[] { "PlantedFirst 1", "PlantedSecond 2" }.Index())
        {
            _fixture.Put($"raw/{ErasureFixture.Before}/transactions-{i}.json", "{\"transaction_id\":\"11111111-1111-4111-8111-111111111111\",\"transaction_time\":\"2021-04-01T05:10:00Z\",\"customer_id\":\"00042\",\"delivery_address\":{\"address\":\"" + street
                + "\",\"postcode\":\"p\",\"city\":\"c\",\"country\":\"d\"},\"purchases\":{\"products\":[{\"sku\":1,\"quantity\":1,\"price\":\"10.00\",\"total\":\"10.00\"}],\"total_cost\":\"10.00\"}}\n");
        }

        ExtractTransformPipeline pipeline = new(_fixture.Store, new RecordSourceFactory(_fixture.Store, _ => { }), "cti 0.0.0", TimeProvider.System, NullLogger.Instance);
        List<string> manifests = [];
        for (int shard = 0; shard < 2; shard++)
        {
            ExtractTransformRequest request = _fixture.RequestOf("transactions", "raw/" + ErasureFixture.Before, archive: false) with { Shard = new Shard(shard, 2) };
            manifests.Add((await pipeline.RunAsync(request, new ErasureFixture.NoProgress(), CancellationToken.None)).ManifestUri!);
        }

        return manifests;
    }

    private async Task<LoadOutcome> LoadAsync(IReadOnlyList<string> manifests, Cti.ObjectStores.IObjectStore? store = null, ErasurePepper? pepper = null)
    {
        store ??= _fixture.Store;
        RunResources resources = new(256_000_000, 2, _fixture.Folder.Path);
        RunResolver resolver = new(store, new RecordSourceFactory(store, _ => { }), "cti 0.0.0", resources, pepper ?? new ErasurePepper(ErasureFixture.Pepper, "1"), NullLogger.Instance);
        await using DuckDbWarehouse warehouse = _fixture.Warehouse();
        LoadPipelineRequest request = new() { Dataset = DatasetCatalog.Find("transactions")!, Inputs = manifests, Create = true };
        return await new LoadPipeline(store, warehouse, resolver).RunAsync(request, new ErasureFixture.NoProgress(), CancellationToken.None);
    }
}
