using System.Globalization;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>One erasure at a time in an output.</summary>
public sealed class ErasureTurnTests : IDisposable
{
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RunAsync_AnotherBeginsInTheMiddle_EndsForNowAndNeitherHarmsTheOther()
    {
        await PlantAsync();
        await using DuckDbWarehouse first = _fixture.Warehouse();
        await using DuckDbWarehouse other = _fixture.Warehouse(_fixture.Folder.At("other.duckdb"));
        CtiException? failure = null;
        IObjectStore whole = _fixture.Store;

        // The new files are there, the manifest is not replaced yet.
        _fixture.Store = new OvertakenStore(whole, async () =>
        {
            _fixture.Store = whole;
            failure = await ErasureFixture.FailAsync(() => _fixture.EraseInAsync(other, keep: true));
        });
        await _fixture.EraseInAsync(first, keep: true);

        Assert.Equal(FailureKind.Transient, failure?.Kind);
        foreach (string file in Directory.GetFiles(_fixture.Folder.At("out/_runs"), "manifest.json", SearchOption.AllDirectories))
        {
            foreach (Manifests.ManifestOutput part in (await new ManifestStore(whole).TryReadAsync(file, CancellationToken.None))!.Outputs)
                Assert.Equal(part.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(part.Uri))));
        }

        await _fixture.EraseInAsync(other);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Empty(Directory.GetFiles(_fixture.Folder.At("out/_erasures"), "turn.json"));
    }

    [Theory]
    [InlineData(30, FailureKind.Transient)]
    [InlineData(-1, null)]
    public async Task RunAsync_HolderOfAnotherMachine_CountsAsDeadWhenItsTimeIsOver(int seconds, FailureKind? expected)
    {
        await PlantAsync();
        string until = DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("o", CultureInfo.InvariantCulture);
        _fixture.Folder.File("out/_erasures/turn.json", $$"""{"owner":"other","until":"{{until}}","process":""}""");
        await using DuckDbWarehouse warehouse = _fixture.Warehouse();

        if (expected is { } kind)
            Assert.Equal(kind, (await ErasureFixture.FailAsync(() => _fixture.EraseInAsync(warehouse))).Kind);
        else
            await _fixture.EraseInAsync(warehouse);

        Assert.Equal(expected is not null, _fixture.Find(ErasureFixture.Planted).Count > 0);
    }

    private async Task PlantAsync()
    {
        await _fixture.PlantAsync();
        _fixture.Put($"requests/{ErasureFixture.Request}/erasure-requests.json", """{"customer-id":"00042"}{"customer-id":"00099"}""");
    }
}
