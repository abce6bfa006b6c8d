using Cti.Pipelines.Erasure;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>Archived inputs are erased wherever runs say that they went, whether or not the command names the archive.</summary>
public sealed class ErasureArchiveTests : IDisposable
{
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RunAsync_ArchiveThatTheCommandDoesNotName_IsErasedByTheRunsRecords()
    {
        await PlantAsync();

        ErasureOutcome outcome = await EraseAsync();

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        string proof = await File.ReadAllTextAsync(outcome.ProofUri);
        Assert.Contains($"\"{_fixture.Archive}\"", proof, StringComparison.Ordinal);
        Assert.Contains("\"kind\": \"archive\"", proof, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_CopiesOfAnArchivingThatWasKilled_AreErasedByItsMarker()
    {
        await PlantAsync();
        foreach (string record in Directory.GetFiles(_fixture.Folder.At("out/_runs"), "archive.json", SearchOption.AllDirectories))
        {
            string folder = Path.GetDirectoryName(record)!;
            string run = Path.GetFileName(folder);
            _fixture.Folder.File($"out/_archiving/of-{run}/{run}.pending.json", $$"""{"run":"{{run}}","manifest":"{{folder}}/manifest.json","archive":"{{_fixture.Archive}}","process":""}""");
            File.Delete(record);
        }

        await EraseAsync();

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    private async Task PlantAsync()
    {
        await _fixture.PlantAsync();
        _fixture.Put($"requests/{ErasureFixture.Request}/erasure-requests.json", """{"customer-id":"00042"}{"customer-id":"00099"}""");
        Assert.Contains(_fixture.Find(ErasureFixture.Planted), f => f.StartsWith("archive/", StringComparison.Ordinal));
    }

    private async Task<ErasureOutcome> EraseAsync()
    {
        await using DuckDbWarehouse warehouse = _fixture.Warehouse();
        return await _fixture.EraseInAsync(warehouse, archive: false);
    }
}
