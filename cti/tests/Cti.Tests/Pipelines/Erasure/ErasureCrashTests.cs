using System.Text.Json;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Erasure;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>An erasure that breaks off before any of its changes is completed by the same command; and what others left is searched, too.</summary>
public sealed class ErasureCrashTests : IDisposable
{
    private const string Both = """{"email":"planted.mail@ann.example"}{"customer-id":"00099"}""";
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RunAsync_BrokenOffBeforeEachChange_SameCommandCompletesIt()
    {
        await _fixture.PlantAsync();
        IObjectStore whole = _fixture.Store;
        _fixture.Put($"requests/{ErasureFixture.Request}/erasure-requests.json", Both);

        // Each try goes one change further than the one before, on what that one left.
        int tries = 0;
        for (ErasureOutcome? outcome = null; outcome is null; tries++)
        {
            Assert.True(tries < 400, "It never comes to its end.");
            _fixture.Store = new BreakingStore(whole, 1 + (tries % 9));
            try
            {
                outcome = await _fixture.EraseAgainAsync();
            }
            catch (CtiException failure) when (failure.Kind == FailureKind.Transient)
            {
                await AssertManifestsHoldAsync(whole);
                _fixture.TakeTurn();
            }
            catch (CtiException done) when (done.Kind == FailureKind.NothingToDo)
            {
                break;
            }
        }

        _fixture.Store = whole;
        Assert.True(tries > 10, $"{tries} tries");
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Empty(_fixture.Find("192.66.235.59"));
        Assert.False(File.Exists(_fixture.Folder.At($"requests/{ErasureFixture.Request}/erasure-requests.json")));
        Assert.Equal(FailureKind.NothingToDo, (await ErasureFixture.FailAsync(() => _fixture.EraseAgainAsync())).Kind);
        string proof = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_fixture.Folder.At("out/_erasures"), "proof.json", SearchOption.AllDirectories)));
        Assert.Contains("\"kind\": \"table\"", proof, StringComparison.Ordinal);
        Assert.Contains("part-00000.r2.parquet", proof, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FilesThatNoManifestLists_AreSearchedToo()
    {
        await _fixture.PlantAsync();
        string part = Directory.GetFiles(_fixture.Folder.At("out/customers"), "*.parquet", SearchOption.AllDirectories)[0];
        string others = Directory.GetFiles(_fixture.Folder.At("out/products"), "*.parquet", SearchOption.AllDirectories)[0];
        string quarantine = Directory.GetFiles(_fixture.Folder.At("out/_runs"), "part-00000.jsonl.gz", SearchOption.AllDirectories)
            .First(f => f.Contains("/customers-", StringComparison.Ordinal) && f.Contains("/rejects/", StringComparison.Ordinal));
        string killed = _fixture.Folder.File("out/customers/run=killed/part-00000.parquet");
        File.Copy(part, killed, overwrite: true);
        string harmless = _fixture.Folder.File("out/products/run=killed/part-00000.parquet");
        File.Copy(others, harmless, overwrite: true);
        File.Copy(quarantine, _fixture.Folder.File("out/_runs/killed/rejects/part-00000.jsonl.gz"), overwrite: true);

        await _fixture.EraseAsync(Both);

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.False(File.Exists(killed));
        Assert.True(File.Exists(harmless));
    }

    [Fact]
    public async Task RunAsync_RunThatAnErasureOvertakes_TakesItselfBackAndErasesOnTheNextTry()
    {
        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", PlantedObjects.Customers);
        IObjectStore whole = _fixture.Store;
        _fixture.Store = new OvertakenStore(whole, async () =>
        {
            _fixture.Store = whole;
            await _fixture.EraseAsync("""{"customer-id":"00042"}{"customer-id":"00099"}{"email":"planted.mail@ann.example"}{"email":"planted.old@ann.example"}{"email":"planted.rejected@ann.example"}{"email":"planted.quarantine@q.example"}""");
        });
        ExtractTransformRequest request = _fixture.RequestOf("customers", "raw/" + ErasureFixture.Before, archive: false);

        CtiException failure = await ErasureFixture.FailAsync(() => _fixture.RunAsync(request));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        await _fixture.RunAsync(request);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Equal(["2"], _fixture.Ask("SELECT count(*) FROM customers"));
    }

    [Fact]
    public async Task RunAsync_QualityGateThatClosed_ItsRejectsAreErasedToo()
    {
        string lines = string.Concat(Enumerable.Repeat("{\"id\":\"no id\",\"first_name\":\"x\",\"last_name\":\"y\",\"email\":\"planted.gate@q.example\"}\n", 1200));
        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", lines);
        await Assert.ThrowsAnyAsync<Exception>(() => _fixture.RunAsync(_fixture.RequestOf("customers", "raw/" + ErasureFixture.Before, archive: false) with { MaxRejectRate = 0.01 }));
        Assert.NotEmpty(_fixture.Find("planted.gate"));

        await _fixture.EraseAsync("""{"email":"planted.gate@q.example"}""");

        Assert.Empty(_fixture.Find("planted.gate"));
        Assert.NotEmpty(Directory.GetFiles(_fixture.Folder.At("out/_runs"), "part-00000.jsonl.gz", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task RunAsync_CustomerInAClosedGatesQuarantineAlone_LeadsFromIdToAddress()
    {
        _fixture.Put("raw/events/events.csv", PlantedObjects.Events, new DateTime(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc));
        await _fixture.RunAsync("events", "raw/events");
        await CloseGateAsync("""{"id":"00042","first_name":"x","email":"planted.mail@ann.example"}{"id":"00042","first_name":"x","email":"planted.old@ann.example"}""");

        await _fixture.EraseAsync("""{"customer-id":"00042"}""");

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task RunAsync_ClosedGateThatAnErasureOvertakes_IsTakenBack()
    {
        IObjectStore whole = _fixture.Store;
        _fixture.Store = new OvertakenStore(whole, async () =>
        {
            _fixture.Store = whole;
            await _fixture.EraseAsync("""{"email":"planted.gate@q.example"}""");
        }, "/_failed.json");

        Exception failure = await CloseGateAsync("""{"id":"00042","first_name":"x","email":"planted.gate@q.example"}""");

        Assert.Equal(FailureKind.Transient, Assert.IsType<CtiException>(failure).Kind);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Empty(Directory.GetFiles(_fixture.Folder.At("out/_runs"), "_failed.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task RunAsync_PartsOfAVoidRun_AreErased()
    {
        await _fixture.PlantAsync();
        string file = Directory.GetFiles(_fixture.Folder.At("out/_runs"), "manifest.json", SearchOption.AllDirectories).First(f => f.Contains("/customers-", StringComparison.Ordinal));
        Manifest run = (await new ManifestStore(_fixture.Store).TryReadAsync(file, CancellationToken.None))!;
        Manifest gone = run with { IsVoid = true, Fingerprint = "void", Inputs = [], Outputs = [], Counts = new Counts(), Rejects = run.Rejects with { Parts = [] } };
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(gone, ManifestJson.Document.Manifest));

        await _fixture.EraseAsync(Both);

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.All(run.Outputs, part => Assert.False(File.Exists(part.Uri)));
    }

    /// <summary>A run of customers whose quality gate closes.</summary>
    private async Task<Exception> CloseGateAsync(string customers)
    {
        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", customers + string.Concat(Enumerable.Repeat("{\"id\":\"no id\"}\n", 1200)));
        return await Assert.ThrowsAnyAsync<Exception>(() => _fixture.RunAsync(_fixture.RequestOf("customers", "raw/" + ErasureFixture.Before, archive: false) with { MaxRejectRate = 0.01 }));
    }

    /// <summary>Whatever broke off, each manifest lists parts that are there, to the byte.</summary>
    private async Task AssertManifestsHoldAsync(IObjectStore store)
    {
        ManifestStore manifests = new(store);
        foreach (string file in Directory.GetFiles(_fixture.Folder.At("out/_runs"), "manifest.json", SearchOption.AllDirectories))
        {
            foreach (ManifestOutput part in (await manifests.TryReadAsync(file, CancellationToken.None))!.Outputs)
                Assert.Equal(part.Bytes, new FileInfo(part.Uri).Length);
        }
    }
}
