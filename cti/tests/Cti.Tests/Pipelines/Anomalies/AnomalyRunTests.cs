using System.Text.Json.Nodes;
using Cti.Manifests;
using Cti.Pipelines;

namespace Cti.Tests.Pipelines.Anomalies;

/// <summary>Runs one after the other at one output, and what the next one is told.</summary>
public sealed class AnomalyRunTests : IDisposable
{
    private const string Header = "Key,Data\n";
    private readonly ExtractionFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Run_UnlikeThoseBefore_SaysSoInOutcomeAndManifest()
    {
        await PastAsync(6);

        ExtractTransformOutcome odd = await RunAsync("odd", rows: 20);
        ExtractTransformOutcome again = await RunAsync("odd", rows: 20);

        Assert.Equal(["rows of key_data 20 where 6 runs had a median of 500 (MAD 0)"], odd.Manifest!.Anomalies!.Where(a => a.Metric == "rows").Select(a => a.Message));
        Assert.Null(odd.GateMessage);
        Assert.True(again.Reused);
        Assert.Equal(odd.Manifest.Anomalies!.Select(a => a.Message), again.Manifest!.Anomalies!.Select(a => a.Message));
    }

    [Fact]
    public async Task Run_LikeThoseBefore_HasAnEmptyListAndAProfile()
    {
        await PastAsync(6);

        Manifest manifest = (await RunAsync("next", rows: 510)).Manifest!;

        Assert.Empty(manifest.Anomalies!);
        TableProfile profile = Assert.Single(manifest.Profile!);
        Assert.Equal(("key_data", 510), (profile.Table, profile.Rows));
        Assert.Equal([("key", 0, 7), ("data", 0, 510)], profile.Columns.Select(c => (c.Name, c.Nulls, c.Distinct > 480 && c.Distinct < 540 ? 510 : c.Distinct!.Value)));
    }

    [Fact]
    public async Task Run_FailOnAnomaly_ClosesTheGateAndLeavesOnlyTheReasons()
    {
        await PastAsync(6);

        ExtractTransformOutcome closed = await RunAsync("odd", rows: 20, failOnAnomaly: true);

        Assert.StartsWith("The run is unlike those before it: rows of key_data 20 where 6 runs had", closed.GateMessage, StringComparison.Ordinal);
        Assert.EndsWith("nothing was committed (--fail-on-anomaly).", closed.GateMessage, StringComparison.Ordinal);
        Assert.Null(closed.ManifestUri);
        Assert.NotEmpty(closed.Refused!.Anomalies!);
        string folder = _fixture.Folder.At($"out/_runs/{closed.Run}");
        Assert.Equal(["_failed.json"], Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.NotEmpty(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "_failed.json")))!["anomalies"]!.AsArray());
        Assert.False(Directory.Exists(_fixture.Folder.At($"out/key_data/run={closed.Run}")) && Directory.EnumerateFiles(_fixture.Folder.At($"out/key_data/run={closed.Run}")).Any());
        ExtractTransformOutcome open = await RunAsync("odd", rows: 20);
        Assert.Equal(closed.Run, open.Run);
        Assert.NotNull(open.ManifestUri);
    }

    [Fact]
    public async Task Run_HistoryLostOrSpoilt_IsMadeOfTheManifests()
    {
        await PastAsync(6);
        string history = Assert.Single(Directory.EnumerateFiles(_fixture.Folder.At("out/_runs/_history")));
        File.Delete(history);
        Assert.NotEmpty((await RunAsync("odd", rows: 20)).Manifest!.Anomalies!);
        await File.WriteAllTextAsync(history, "{");
        Assert.NotEmpty((await RunAsync("odder", rows: 10)).Manifest!.Anomalies!);
        Assert.Equal(8, JsonNode.Parse(await File.ReadAllTextAsync(history))!["runs"]!.AsArray().Count);
    }

    [Fact]
    public async Task Run_OtherDatasetOrIncremental_IsNotComparedWithThese()
    {
        await PastAsync(6);
        string interactions = _fixture.Folder.File("i.csv", "interaction_id,user_id,product_id,action,timestamp\n1,1,1,click,2024-01-01\n");

        Assert.Empty((await _fixture.RunAsync(_fixture.Request("interactions", interactions))).Manifest!.Anomalies!);
        Assert.Empty((await _fixture.RunAsync(Request("odd", rows: 20, failOnAnomaly: false) with { State = _fixture.Folder.At("state") })).Manifest!.Anomalies!);
    }

    [Fact]
    public async Task Run_AtOnce_AllComeIntoTheHistory()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => RunAsync($"file{i}", rows: 500 + i)));

        string history = Assert.Single(Directory.EnumerateFiles(_fixture.Folder.At("out/_runs/_history")));
        Assert.Equal(4, JsonNode.Parse(await File.ReadAllTextAsync(history))!["runs"]!.AsArray().Count);
    }

    [Fact]
    public async Task Run_AnyThreadsAndMemory_CountsTheSameDistinctValues()
    {
        _fixture.Generate("events.csv", new Cti.Generator.Events.EventsOptions { Rows = 60_000, Seed = 4 });
        List<string> profiles = [];
        foreach ((int threads, long memory) in new[] { (1, 128_000_000L), (2, 256_000_000L), (4, 900_000_000L) })
        {
            ExtractTransformOutcome run = await _fixture.RunAsync(_fixture.Request("events", _fixture.Folder.At("events.csv")) with
            {
                Output = _fixture.Folder.At($"out-{threads}"),
                Resources = new RunResources(memory, threads, _fixture.Folder.Path),
            });
            profiles.Add(string.Join(' ', run.Manifest!.Profile![0].Columns.Select(c => $"{c.Name}={c.Distinct}")));
        }

        Assert.Single(profiles.Distinct());
        Assert.InRange(long.Parse(profiles[0].Split(' ')[0]["id=".Length..], System.Globalization.CultureInfo.InvariantCulture), 54_000, 63_000);
    }

    private async Task PastAsync(int runs)
    {
        for (int i = 0; i < runs; i++)
            await RunAsync($"past{i}", rows: 500);
    }

    private Task<ExtractTransformOutcome> RunAsync(string name, int rows, bool failOnAnomaly = false) => _fixture.RunAsync(Request(name, rows, failOnAnomaly));

    private ExtractTransformRequest Request(string name, int rows, bool failOnAnomaly)
    {
        if (!File.Exists(_fixture.Folder.At(name + ".csv")))
            _fixture.Folder.File(name + ".csv", Header + string.Concat(Enumerable.Range(0, rows).Select(i => $"key{i % 7},{name}-{i}\n")));
        return _fixture.Request("key-data", _fixture.Folder.At(name + ".csv")) with { FailOnAnomaly = failOnAnomaly };
    }
}
