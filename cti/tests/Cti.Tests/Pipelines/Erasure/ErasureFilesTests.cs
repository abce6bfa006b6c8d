using System.Text.Json;
using Cti.Cli.Schemas;
using Cti.Pipelines.Erasure;
using Cti.Tests.Cli.Schemas;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>Files that are missing, and files that nobody lists.</summary>
public sealed class ErasureFilesTests : IDisposable
{
    private const string Both = """{"customer-id":"00042"}{"customer-id":"00099"}""";
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RunAsync_FilesOfRunsThatAreMissing_AreNotedAndAllElseIsErased()
    {
        await _fixture.PlantAsync();
        string part = Directory.GetFiles(_fixture.Folder.At("out/customers"), "*.parquet", SearchOption.AllDirectories)[0];
        string rejects = Directory.GetFiles(_fixture.Folder.At("out/_runs"), "part-00000.jsonl.gz", SearchOption.AllDirectories)
            .First(f => f.Contains("/events-", StringComparison.Ordinal) && f.Contains("/rejects/", StringComparison.Ordinal));
        File.Delete(part);
        File.Delete(rejects);

        ErasureOutcome outcome = await _fixture.EraseAsync(Both);

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        string proof = await File.ReadAllTextAsync(outcome.ProofUri);
        Assert.Empty(JsonSchemaValidator.Validate(SchemaCatalog.Read("proof"), proof)[0]);
        using JsonDocument document = JsonDocument.Parse(proof);
        string[] missing = [.. document.RootElement.GetProperty("changes").EnumerateArray().Where(c => c.GetProperty("kind").GetString() == "missing").Select(c => c.GetProperty("place").GetString()!)];
        Assert.Equal(new[] { part, rejects }.Order(StringComparer.Ordinal), missing);
    }

    [Fact]
    public async Task RunAsync_HiddenFilesOfKilledWriters_AreRemovedFromOutputAndArchive()
    {
        await _fixture.PlantAsync();
        string[] hidden = [_fixture.Folder.File("out/customers/run=killed/.cti-0a.tmp", "PlantedHidden"), _fixture.Folder.File("archive/customers/run=killed/x/.cti-0b.tmp", "PlantedHidden")];

        await _fixture.EraseAsync(Both);

        Assert.All(hidden, file => Assert.False(File.Exists(file), file));
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Theory]
    [InlineData("products")]
    [InlineData("transactions")]
    public async Task RunAsync_CustomersThatAnotherDatasetRead_AreErasedInItsQuarantineAndOnTheWayIn(string dataset)
    {
        // An hour that brought customers alone: for any other dataset the folder stands for all in it.
        const string Known = """{"id":"00042","first_name":"PlantedAnn","last_name":"PlantedLast","email":"planted.mail@ann.example"}""";
        const string Rejected = """{"id":"00099","first_name":"PlantedKept","email":"no address"}""";
        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", Known + Rejected);
        await _fixture.RunAsync(dataset, "raw/" + ErasureFixture.Before, archive: false);
        Assert.NotEmpty(_fixture.Find(ErasureFixture.Planted));

        await _fixture.EraseAsync(Both);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));

        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", Known + Rejected + "\n");
        await _fixture.RunAsync(dataset, "raw/" + ErasureFixture.Before, archive: false);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task RunAsync_CustomersThatAnotherDatasetRead_LeadFromAnAddressToAnId()
    {
        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", """{"id":"00042","first_name":"PlantedAnn","email":"planted.mail@ann.example"}""");
        _fixture.Put("shop/date=2021-04-01/hour=05/transactions.json", PlantedObjects.Transactions);
        await _fixture.RunAsync("products", "raw/" + ErasureFixture.Before, archive: false);
        await _fixture.RunAsync("transactions", "shop", archive: false);
        Directory.Delete(_fixture.Folder.At("shop"), recursive: true);

        await _fixture.EraseAsync("""{"email":"PLANTED.mail@ann.example"}""");

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Theory]
    [InlineData("customers", """{"id":"0004\u0032","first_name":"PlantedAnn" broken}""", "utf-8")]
    [InlineData("web-events", """{"type":"identify","traits":{"username":"planteduser","email":"Planted.\u00c9\u0040ann.example" broken}""", "utf-8")]
    [InlineData("customers", """{"id":"00042","first_name":"PlantedAnn","email":"planted.é@ann.example"}""", "utf-16")]
    [InlineData("web-events", """{"type":"identify","traits":{"username":"planteduser","email":"Planted.É@ann.example"}}""", "utf-16BE")]
    public async Task RunAsync_RecordsThatNobodyCouldRead_AreFoundWhateverWritesThem(string dataset, string record, string encoding)
    {
        string file = _fixture.Put($"raw/{ErasureFixture.Before}/{dataset}.json", string.Empty);
        await File.WriteAllTextAsync(file, record, System.Text.Encoding.GetEncoding(encoding));
        await _fixture.RunAsync(dataset, "raw/" + ErasureFixture.Before);
        Assert.Single(Rejects());

        await _fixture.EraseAsync("""{"customer-id":"00042","email":"PLANTED.é@ann.example"}""");

        JsonElement reject = Assert.Single(Rejects());
        Assert.Matches("^erased-[0-9a-f]{16}$", reject.GetProperty("raw").GetString());
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    private JsonElement[] Rejects() =>
    [
        .. Directory.GetFiles(_fixture.Folder.At("out/_runs"), "*.jsonl.gz", SearchOption.AllDirectories).Where(f => f.Contains("/rejects/", StringComparison.Ordinal)).SelectMany(f =>
        {
            using StreamReader lines = new(new System.IO.Compression.GZipStream(File.OpenRead(f), System.IO.Compression.CompressionMode.Decompress));
            return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        }),
    ];
}
