using System.Text.Json;
using Cti.Cli.Schemas;
using Cti.Failures;
using Cti.Pipelines;
using Cti.Pipelines.Erasure;
using Cti.Records;
using Cti.Tests.Cli.Schemas;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>Persons are found wherever the tool has put them, nothing of them is left, and nobody else loses anything.</summary>
public sealed class ErasurePipelineTests : IDisposable
{
    private const string Both = """{"customer-id":"00042"}{"customer-id":"00099"}""";
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(Both)]
    [InlineData("""{"email":"PLANTED.mail@ANN.example"}{"email":"planted.QUARANTINE@q.example"}""")]
    [InlineData("""{"email":"planted.rejected@ann.example"}{"customer-id":"00099","email":"other@address.example"}""")]
    public async Task RunAsync_PlantedPersons_NothingIsLeftOfThemAnywhere(string requests)
    {
        await _fixture.PlantAsync();
        Assert.NotEmpty(_fixture.Find(ErasureFixture.Planted));
        Assert.Contains("table customers", _fixture.Find("PlantedAnn"));

        ErasureOutcome outcome = await _fixture.EraseAsync(requests);

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Empty(_fixture.Find("192.66.235.59"));
        Assert.Empty(_fixture.Find("10.9.8.7"));
        Assert.False(File.Exists(_fixture.Folder.At($"requests/{ErasureFixture.Request}/erasure-requests.json")));
        Assert.True(outcome.Rows > 0);
        Assert.Equal(2, outcome.Persons);
        Assert.NotEmpty(_fixture.Find("otto@other.example"));
    }

    [Fact]
    public async Task RunAsync_RowsOfAPersonDeletedLongAgo_FreeBlocksOfTheFileAreGoneToo()
    {
        await _fixture.PlantAsync();
        using (DuckDbConnection connection = DuckDbConnection.Open(_fixture.Database, new Dictionary<string, string> { ["threads"] = "1" }))
        {
            foreach (string table in new[] { "customers", "transactions", "events", "users" })
                connection.Execute($"DELETE FROM {table}", CancellationToken.None);
            connection.Execute("CHECKPOINT", CancellationToken.None);
        }

        Assert.Contains("warehouse.duckdb", _fixture.Find("PlantedAnn"));

        await _fixture.EraseAsync(Both);

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task RunAsync_PlantedPersons_RowsKeepIdsTypesAndTimesAndOthersKeepAll()
    {
        await _fixture.PlantAsync();
        string otto = _fixture.Ask("SELECT * FROM customers WHERE id = '00043'")[0];
        await _fixture.EraseAsync(Both);

        string[] row = _fixture.Ask("SELECT id, first_name, date_of_birth, email, last_change, segment FROM customers WHERE id = '00042'")[0].Split('|');
        Assert.Equal("00042", row[0]);
        Assert.Matches("^erased-[0-9a-f]{16}$", row[1]);
        Assert.Equal(string.Empty, row[2]);
        Assert.Matches("^erased-[0-9a-f]{16}@erased\\.invalid$", row[3]);
        Assert.Equal("03/01/2021 00:00:00", row[4]);
        Assert.Equal("health", row[5]);
        Assert.Equal([otto], _fixture.Ask("SELECT * FROM customers WHERE id = '00043'"));
        Assert.Equal(["20.00|00042"], _fixture.Ask("SELECT total_cost, customer_id FROM transactions WHERE delivery_address LIKE 'erased-%'"));
        Assert.Equal(["Otto's way"], _fixture.Ask("SELECT delivery_address FROM transactions WHERE customer_id = '00043'"));
        Assert.Equal(["2|erased"], _fixture.Ask("SELECT count(*), min(company) FROM events WHERE ip IS NULL AND email LIKE 'erased-%@erased.invalid'"));
        Assert.Equal(["""m1|u1|{"erased":"erased-"""], _fixture.Ask("SELECT message_id, user_id, traits[1:18] FROM users WHERE username LIKE 'erased-%'"));
        Assert.Equal(_fixture.Ask("SELECT email FROM customers WHERE id = '00042'"), _fixture.Ask("SELECT email FROM events WHERE id LIKE '%a4'"));
    }

    [Fact]
    public async Task RunAsync_Again_NothingChanges()
    {
        await _fixture.PlantAsync();
        await _fixture.EraseAsync(Both);
        Dictionary<string, string> before = _fixture.Digests();

        ErasureOutcome outcome = await _fixture.EraseAsync(Both);

        Assert.Equal(0, outcome.Rows);
        Assert.Equal(before, _fixture.Digests());
        Assert.Equal(FailureKind.NothingToDo, (await ErasureFixture.FailAsync(() => _fixture.EraseAgainAsync())).Kind);
    }

    [Fact]
    public async Task RunAsync_ErasedRuns_AreReusedAndNotLoadedAgain()
    {
        foreach ((string name, string content) in PlantedObjects.All)
            _fixture.Put($"raw/{name}", content);
        ExtractTransformOutcome first = await _fixture.RunAsync("customers", "raw/" + ErasureFixture.Before, archive: false);
        await _fixture.EraseAsync(Both);

        ExtractTransformOutcome again = await _fixture.RunAsync("customers", "raw/" + ErasureFixture.Before, archive: false);

        Assert.True(again.Reused);
        Assert.Equal(first.Run, again.Run);
        Assert.Equal(2, again.Manifest!.Revision);
        Assert.Equal(first.Counts, again.Counts);
        Assert.Equal(["2"], _fixture.Ask($"SELECT revision FROM cti_ledger WHERE run = '{first.Run}'"));
        LoadOutcome load = await _fixture.LoadAsync(DatasetCatalog.Find("customers")!, again.ManifestUri!);
        Assert.True(load.Loads[0].AlreadyLoaded);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task RunAsync_ObjectsComeAgain_AreErasedOnTheWayIn()
    {
        await _fixture.PlantAsync();
        await _fixture.EraseAsync(Both);
        IReadOnlyList<string> customers = _fixture.Ask("SELECT * FROM customers ORDER BY ALL");
        IReadOnlyList<string> events = _fixture.Ask("SELECT * FROM events ORDER BY ALL");

        // With another byte at the end, so that they are new objects.
        foreach ((string name, string content) in PlantedObjects.All)
            _fixture.Put($"raw/{name}", content + "\n", new DateTime(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc));
        ExtractTransformOutcome again = await _fixture.RunAsync("customers", "raw/" + ErasureFixture.Before);
        foreach (string dataset in new[] { "transactions", "erasure-requests" })
            await _fixture.RunAsync(dataset, "raw/" + ErasureFixture.Before);
        await _fixture.RunAsync("events", "raw/events");
        await _fixture.RunAsync("web-events", "raw/web-data");

        Assert.False(again.Reused);
        Assert.NotEmpty(again.Manifest!.Options.Erasures!);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Equal(customers, _fixture.Ask("SELECT * FROM customers ORDER BY ALL"));
        Assert.Equal(events, _fixture.Ask("SELECT * FROM events ORDER BY ALL"));
    }

    [Fact]
    public async Task RunAsync_CustomerReturnsLater_IsANewOne()
    {
        await _fixture.PlantAsync();
        await _fixture.EraseAsync(Both);
        _fixture.Put($"raw/{ErasureFixture.Later}/customers.json", """{"id":"00042","first_name":"Returned","last_name":"Later","email":"planted.mail@ann.example","last_change":"2021-04-03T00:00:00Z"}""");
        await _fixture.RunAsync("customers", "raw/" + ErasureFixture.Later);
        Assert.Equal(["Returned"], _fixture.Ask("SELECT first_name FROM customers WHERE id = '00042'"));

        // Asked for before the return, carried out after it.
        await _fixture.EraseAsync(Both + "\n");
        Assert.Equal(["Returned"], _fixture.Ask("SELECT first_name FROM customers WHERE id = '00042'"));
        Assert.NotEmpty(_fixture.Find("planted.mail"));

        await _fixture.EraseAsync("""{"customer-id":"00042"}""", "date=2021-04-05/hour=00");
        Assert.Empty(_fixture.Find("planted.mail"));
        Assert.Empty(_fixture.Find("Returned"));
    }

    [Fact]
    public async Task RunAsync_InputsBeforeAnErasureWithoutItsPepper_IsUsage()
    {
        await _fixture.PlantAsync();
        await _fixture.EraseAsync(Both);
        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", PlantedObjects.Customers);

        CtiException failure = await ErasureFixture.FailAsync(() => _fixture.RunAsync(_fixture.RequestOf("customers", "raw/" + ErasureFixture.Before, pepper: null)));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("pepper", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AddressThatIsNotAscii_IsFoundInAnyCase()
    {
        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", "{\"id\":\"00042\",\"first_name\":\"PlantedAnn\",\"last_name\":\"Ω\",\"email\":\"Planted.ÄİΩ@Ann.EXAMPLE\",\"last_change\":\"2021-03-01T00:00:00Z\"}");
        await _fixture.RunAsync("customers", "raw/" + ErasureFixture.Before, archive: false);

        await _fixture.EraseAsync("{\"email\":\"planted.äİω@ann.example\"}");

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task RunAsync_RequestThatIsNone_OthersAreCarriedOutAndTheFileIsKept()
    {
        await _fixture.PlantAsync();

        ErasureOutcome outcome = await _fixture.EraseAsync("""{"customer-id":"00042"}{"email":"no address"}{"customer-id":"00099"}""");

        Assert.Single(outcome.Faults);
        Assert.DoesNotContain("no address", outcome.Faults[0], StringComparison.Ordinal);
        Assert.True(File.Exists(_fixture.Folder.At($"requests/{ErasureFixture.Request}/erasure-requests.json")));
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
    }

    [Fact]
    public async Task RunAsync_FolderOfOtherDatasetsAlone_IsNothingToDoAndNothingChanges()
    {
        await _fixture.PlantAsync();
        foreach (string name in new[] { "customers.json", "customers-2.json.gz", "transactions.json" })
            _fixture.Put($"requests/{ErasureFixture.Request}/{name}", PlantedObjects.Customers);
        Dictionary<string, string> before = _fixture.Digests("requests/");

        CtiException failure = await ErasureFixture.FailAsync(() => _fixture.EraseAgainAsync());

        Assert.Equal(FailureKind.NothingToDo, failure.Kind);
        Assert.Equal(before, _fixture.Digests("requests/"));
    }

    [Fact]
    public async Task RunAsync_FolderOfADayTwice_ErasesThenHasNothingToDo()
    {
        await _fixture.PlantAsync();
        _fixture.Put($"requests/{ErasureFixture.Request}/customers.json", PlantedObjects.Customers);
        Dictionary<string, string> before = _fixture.Digests("requests/");
        await _fixture.EraseAsync(Both);

        CtiException failure = await ErasureFixture.FailAsync(() => _fixture.EraseAgainAsync());

        Assert.Equal(FailureKind.NothingToDo, failure.Kind);
        Assert.Equal(before.Where(f => f.Key.StartsWith("requests/", StringComparison.Ordinal)), _fixture.Digests("requests/").Where(f => f.Key.StartsWith("requests/", StringComparison.Ordinal)));
        Assert.NotEmpty(_fixture.Find("otto@other.example"));
    }

    // What is no id or no address stands in many customers' places: it makes no two of them one person.
    [Theory]
    [InlineData("00001", "n/a", "00002", "n/a")]
    [InlineData("00001", "planted@one.example", "12x", "planted@one.example")]
    public async Task RunAsync_BrokenRecordsThatShareAPlaceholder_JoinsNobody(string id, string email, string otherId, string otherEmail)
    {
        static string Customer(string id, string name, string email) => $$"""{"id":"{{id}}","first_name":"{{name}}","last_name":"Last","email":"{{email}}"}""";
        _fixture.Put($"raw/{ErasureFixture.Before}/customers.json", string.Join('\n',
            Customer("00001", "Planted", "planted@one.example"), Customer("00002", "Otto", "otto@two.example"),
            Customer(id, "Planted", email), Customer(otherId, "Otto", otherEmail), Customer("12x", "Otto", "otto@two.example")));
        await _fixture.RunAsync("customers", "raw/" + ErasureFixture.Before);

        await _fixture.EraseAsync("""{"customer-id":"00001"}""");

        Assert.Empty(_fixture.Find("planted"));
        Assert.Equal(["00002|Otto|otto@two.example"], _fixture.Ask("SELECT id, first_name, email FROM customers WHERE id = '00002'"));
    }

    [Fact]
    public async Task RunAsync_Proof_IsValidAndHoldsNoData()
    {
        await _fixture.PlantAsync();
        ErasureOutcome outcome = await _fixture.EraseAsync(Both);
        string proof = await File.ReadAllTextAsync(outcome.ProofUri);

        Assert.Empty(JsonSchemaValidator.Validate(SchemaCatalog.Read("proof"), proof)[0]);
        using JsonDocument document = JsonDocument.Parse(proof);
        Assert.Equal("1", document.RootElement.GetProperty("pepper_version").GetString());
        string[] kinds = [.. document.RootElement.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("kind").GetString()!).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["archive", "part", "rejects", "run", "table"], kinds);
        Assert.DoesNotContain("planted", proof, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.EnumerateDirectories(_fixture.Folder.At("out/_erasures"), "notes", SearchOption.AllDirectories).SelectMany(Directory.EnumerateFiles));
    }
}
