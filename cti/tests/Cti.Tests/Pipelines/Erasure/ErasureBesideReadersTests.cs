using Cti.Failures;
using Cti.Pipelines;
using Cti.Pipelines.Extraction;
using Cti.Pipelines.References;
using Cti.Quality.References;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>Whoever reads a run that an erasure gives new files at that moment is told to try again.</summary>
public sealed class ErasureBesideReadersTests : IDisposable
{
    private static readonly Dataset Customers = DatasetCatalog.Find("customers")!;
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Load_ErasedBetweenManifestAndParts_IsTransientAndLoadsOnTheNextTry()
    {
        string manifest = await PlantAsync();
        await using DuckDbWarehouse other = _fixture.Warehouse(_fixture.Folder.At("other.duckdb"));
        LoadPipelineRequest request = new() { Dataset = Customers, Inputs = [manifest], Create = true };

        CtiException failure = await ErasureFixture.FailAsync(() => new LoadPipeline(Overtaken(), other).RunAsync(request, new ErasureFixture.NoProgress(), CancellationToken.None));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        await new LoadPipeline(_fixture.Store, other).RunAsync(request, new ErasureFixture.NoProgress(), CancellationToken.None);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task References_ErasedBetweenManifestAndParts_IsTransient()
    {
        await PlantAsync();
        OvertakenStore store = Overtaken();
        RunReferences references = new(_fixture.Output, store, new RecordSourceFactory(store, _ => { }), new DuckDbOptions(WarehouseBench.Memory, 1, _fixture.Folder.Path));
        Dataset transactions = DatasetCatalog.Find("transactions")!;
        using ForeignKeySet keys = new(transactions, transactions.ForeignKeys.First(k => k.Dataset == Customers.Name), 1 << 20, _fixture.Folder.Path);

        CtiException failure = await ErasureFixture.FailAsync(() => references.FindAsync(Customers, keys, CancellationToken.None));

        Assert.Equal(FailureKind.Transient, failure.Kind);
    }

    private OvertakenStore Overtaken() => new(_fixture.Store, () => _fixture.EraseAsync("""{"customer-id":"00042"}{"customer-id":"00099"}"""), ".parquet") { OnLook = true };

    private async Task<string> PlantAsync()
    {
        await _fixture.PlantAsync();
        return Assert.Single(Directory.GetDirectories(_fixture.Folder.At("out/_runs"), "customers-*")) + "/manifest.json";
    }
}
