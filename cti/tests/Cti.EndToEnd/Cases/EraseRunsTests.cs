using Cti.EndToEnd.Campaigns;
using Cti.EndToEnd.Running;
using Cti.Tests.Pipelines.Erasure;

namespace Cti.EndToEnd.Cases;

/// <summary>Erasure by the built binary where runs are not what they mostly are: made of shards, still lying about in shards, or void.</summary>
public sealed class EraseRunsTests : IDisposable
{
    // Without an archive nothing tells of the address that an older version had.
    private const string Requests = """{"email":"PLANTED.mail@ann.example"}{"customer-id":"00099"}{"customer-id":"00042","email":"planted.old@ann.example"}""";

    private readonly Workspace _workspace = new();
    private readonly ErasureRound _round;

    public EraseRunsTests()
    {
        _round = new ErasureRound(_workspace, new LocalPlace(_workspace.At("place")), ErasedWarehouse.DuckDb(_workspace));
        _workspace.Variables["CTI_PEPPER"] = ErasureRound.Pepper;
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Erase_RunsOfShards_NothingIsLeftWhetherTheyWereLoadedBeforeOrAfter(bool isLoadedBefore)
    {
        WriteHalves();
        List<(string Dataset, string Run)> runs = [];
        foreach (string dataset in new[] { "customers", "transactions", "events", "web-events" })
        {
            string manifest = "";
            for (int shard = 0; shard < 2; shard++)
            {
                manifest = (await _workspace.RunAsync("extract-transform", "--dataset", dataset, "--input", $"raw/{dataset}/", "--output", "place/out", "--codec", "none", "--shard", $"{shard}/2"))
                    .Expect(0).Result.GetProperty("manifest").GetString()!;
            }

            runs.Add((dataset, manifest[..manifest.IndexOf("shard=", StringComparison.Ordinal)]));
        }

        if (isLoadedBefore)
            await LoadAsync(runs);
        await _round.AskAsync(Requests);
        (await _workspace.RunAsync(_round.Erase)).Expect(0);
        if (!isLoadedBefore)
            await LoadAsync(runs);

        Assert.Empty(await _round.EndAsync());
    }

    [Fact]
    public async Task Erase_AfterARunThatWasMadeVoid_NothingIsLeft()
    {
        WriteHalves();
        string[] command = ["run", "--dataset", "customers", "--input", "raw/customers/", "--output", "place/out", "--warehouse", "duckdb:w.duckdb", "--codec", "none", "--incremental", "--state", "place/state"];
        await _workspace.RunKilledAsync(command, () => Files("place/out/_runs", "_attempt.json").Length > 0, TimeSpan.Zero);
        for (int tries = 1; Files("place/out/_runs", "manifest.json").Length > 0; tries++)
        {
            // It was done before it was killed, as happens on a busy machine.
            Assert.InRange(tries, 1, 50);
            Directory.Delete(_workspace.At("place"), recursive: true);
            File.Delete(_workspace.At("w.duckdb"));
            await _workspace.RunKilledAsync(command, () => Files("place/out/_runs", "_attempt.json").Length > 0, TimeSpan.Zero);
        }

        // Other content in place of an object that the killed run took: that run can't be done again and gets a manifest that says so, another takes what is left of it, a third what is new.
        _workspace.Write("raw/customers/date=2021-04-01/hour=06/customers.json", Half(PlantedObjects.Customers, 1) + "\n" + Half(PlantedObjects.Customers, 1));
        (await _workspace.RunAsync(command)).Expect(0);
        (await _workspace.RunAsync(command)).Expect(0);
        Assert.Single(Files("place/out/_runs", "manifest.json"), file => File.ReadAllText(file).Contains("\"void\": true", StringComparison.Ordinal));

        await _round.AskAsync(Requests);
        (await _workspace.RunAsync(_round.Erase)).Expect(0);

        Assert.Empty(await _round.CheckFilesAsync());
        Assert.Equal(["2"], _workspace.Query("SELECT CAST(count(*) AS VARCHAR) FROM customers", "w.duckdb").Rows.Select(r => $"{r[0]}"));
    }

    private async Task LoadAsync(IEnumerable<(string Dataset, string Run)> runs)
    {
        foreach ((string dataset, string run) in runs)
            (await _workspace.RunAsync("load", "--dataset", dataset, "--input", run, "--warehouse", "duckdb:w.duckdb", "--create")).Expect(0);
    }

    /// <summary>The planted records in two objects each, so that versions, and a message that comes twice, meet across shards.</summary>
    private void WriteHalves()
    {
        foreach (int half in new[] { 0, 1 })
        {
            string hour = $"hour=0{5 + half}";
            _workspace.Write($"raw/customers/date=2021-04-01/{hour}/customers.json", Half(PlantedObjects.Customers, half));
            _workspace.Write($"raw/transactions/date=2021-04-01/{hour}/transactions.json", Half(PlantedObjects.Transactions, half));
            string[] events = PlantedObjects.Events.Split('\n');
            _workspace.Write($"raw/events/events-{half}.csv", events[0] + "\n" + Half(string.Join('\n', events[1..]), half) + "\n");
            _workspace.Write($"raw/web-events/2021/04/01/0{5 + half}/stream", PlantedObjects.WebEvents);
        }
    }

    private static string Half(string lines, int half) => string.Join('\n', lines.Split('\n').Where((_, line) => line % 2 == half));

    private string[] Files(string folder, string name) => Directory.Exists(_workspace.At(folder)) ? Directory.GetFiles(_workspace.At(folder), name, SearchOption.AllDirectories) : [];
}
