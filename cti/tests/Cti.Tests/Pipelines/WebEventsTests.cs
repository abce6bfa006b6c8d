using System.Globalization;
using Cti.Generator.Output;
using Cti.Generator.WebEvents;
using Cti.Pipelines;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Xunit.Abstractions;

namespace Cti.Tests.Pipelines;

/// <summary>One input, four tables.</summary>
public sealed class WebEventsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Tables = ["users", "posts", "follows", "unfollows"];
    private readonly ExtractionFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Run_GeneratedObjects_GivesTheKnownCountsAndTables()
    {
        ulong seed = GeneratedSeed.Next();
        output.WriteLine($"seed {seed}");
        WebEventsOptions options = new() { Rows = 30_000, RowsAnObject = 2_500, Seed = seed, Bad = 0.02, Untimed = 0.1, SomeGzip = true };
        Truth truth = WebEventsGenerator.Generate(options, _fixture.Folder.At("raw"), CancellationToken.None);

        ExtractTransformOutcome outcome = await _fixture.RunAsync(_fixture.Request("web-events", _fixture.Folder.At("raw")));

        Assert.Equal((truth.Counts.Read, truth.Counts.Written, truth.Counts.Duplicates, truth.Counts.Filtered, truth.Counts.Rejected),
            (outcome.Counts.Read, outcome.Counts.Written, outcome.Counts.Duplicates, outcome.Counts.Filtered, outcome.Counts.Rejected));
        Assert.Equal(truth.RejectedByReason, new SortedDictionary<string, long>(outcome.TopRejects.ToDictionary(r => r.Field is null ? r.Code : $"{r.Field}:{r.Code}", r => r.Records), StringComparer.Ordinal));
        foreach (string table in Tables)
            Assert.Equal(truth.Written[table], outcome.Manifest!.RowsOf(table));
        Assert.Equal(["Song Played", "page"], outcome.Manifest!.FilteredNames!.Keys);
        Assert.Equal(truth.Counts.Filtered, outcome.Manifest.FilteredNames.Values.Sum());
    }

    [Fact]
    public async Task Run_AnyThreadsAndMemory_SameBytes()
    {
        WebEventsGenerator.Generate(new WebEventsOptions { Rows = 40_000, RowsAnObject = 15_000, Bad = 0.02 }, _fixture.Folder.At("raw"), CancellationToken.None);
        ExtractTransformRequest request = _fixture.Request("web-events", _fixture.Folder.At("raw"));
        await _fixture.RunAsync(request);
        Dictionary<string, string> expected = ExtractionFixture.Digests(request.Output);

        foreach ((long memory, int threads) in new[] { (64_000_000L, 1), (1_000_000_000L, 4) })
        {
            ExtractTransformRequest other = request with { Output = _fixture.Folder.At($"out{threads}"), Resources = new RunResources(memory, threads, _fixture.Folder.Path) };
            await _fixture.RunAsync(other);
            Assert.Equal(expected, ExtractionFixture.Digests(other.Output));
        }
    }

    [Fact]
    public async Task Run_EveryOddity_BecomesTheRowsThatTheRulesSay()
    {
        Directory.CreateDirectory(_fixture.Folder.At("raw/2021/03/14/09"));
        await File.WriteAllTextAsync(_fixture.Folder.At("raw/2021/03/14/09/s-1"), """
            {"type":"identify","userId":"u1","messageId":"m1","traits":{"username":" né ","email":"A@b.c","about_me":null,"created_at":"2020-01-01","z":{"k":[1, 2]},"a":"\u00e9"},"timestamp":"2021-03-14T10:00:00+02:00"}{"type":"track","event":"Post Created","messageId":"m2","properties":{"id":17,"body":"a}{b \ud83d\ude00","author":"u1","created_at":"2021-03-14T09:00:00.123456Z"},"originalTimestamp":"2021-03-14T09:00:00Z","sentAt":"2021-03-14T09:00:10Z","receivedAt":"2021-03-14T09:30:11.5Z"}
            {"type":"track","event":"Follow User","userId":"u1","messageId":"m3","properties":{"user_id":"u2"},"timestamp":"2021-03-14T09:00:00Z"}{"type":"track","event":"Unfollow User","userId":"u1","messageId":"m1","properties":{"user_id":"u2"},"timestamp":"2021-03-14T09:00:00Z"}
            {"type":"alias","messageId":"m4"}{"type":"identify","userId":"u2","messageId":"m5","timestamp":"2021-03-14T09:00:00Z"}
            """);

        ExtractTransformOutcome outcome = await _fixture.RunAsync(_fixture.Request("web-events", _fixture.Folder.At("raw")));

        Assert.Equal((6, 4, 1, 1, 0), (outcome.Counts.Read, outcome.Counts.Written, outcome.Counts.Duplicates, outcome.Counts.Filtered, outcome.Counts.Rejected));
        Assert.Equal(
            ["m1|u1|né|A@b.c||2020-01-01 00:00:00|{\"z\":{\"k\":[1,2]},\"a\":\"é\"}|2021-03-14 08:00:00|2021-03-14 09:00:00", "m5|u2||||||2021-03-14 09:00:00|2021-03-14 09:00:00"],
            Rows("users"));
        Assert.Equal(["m2|17|a}{b 😀|u1|2021-03-14 09:00:00.123456|2021-03-14 09:30:01.5|2021-03-14 09:00:00"], Rows("posts"));
        Assert.Equal(["m3|u1|u2|2021-03-14 09:00:00|2021-03-14 09:00:00"], Rows("follows"));
        Assert.Empty(Rows("unfollows"));
    }

    [Fact]
    public async Task Run_HourByHourAndLateHours_TheFirstMessageStays()
    {
        ulong seed = GeneratedSeed.Next();
        output.WriteLine($"seed {seed}");
        WebEventsGenerator.Generate(new WebEventsOptions { Rows = 4_000, RowsAnObject = 500, Seed = seed, Duplicates = 0.2 }, _fixture.Folder.At("raw"), CancellationToken.None);
        string[] hours = [.. Directory.EnumerateFiles(_fixture.Folder.At("raw"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] late = [.. hours];
        new Random((int)seed).Shuffle(late);
        await LoadAsync("one", _fixture.Folder.At("raw"));
        foreach (string hour in hours)
            await LoadAsync("hourly", hour);
        foreach (string hour in late)
            await LoadAsync("late", hour);

        foreach (string table in Tables)
        {
            string[] expected = Ask("one", table);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Ask("hourly", table));
            Assert.Equal(expected, Ask("late", table));
        }
    }

    private async Task LoadAsync(string database, string input)
    {
        ExtractTransformRequest request = _fixture.Request("web-events", input);
        ExtractTransformOutcome outcome = await _fixture.RunAsync(request);
        using Cti.ObjectStores.ObjectStoreRouter store = new(() => throw new InvalidOperationException("No S3 in this test."));
        await using DuckDbWarehouse warehouse = new(
            _fixture.Folder.At(database + ".duckdb"), TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 1, _fixture.Folder.Path), store, TimeProvider.System);
        LoadSource source = new(outcome.ManifestUri!, outcome.Manifest!);
        await warehouse.LoadAsync(new LoadRequest(request.Dataset, [source], LoadMode.Merge, null, Create: true), CancellationToken.None);
    }

    private string[] Ask(string database, string table)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(_fixture.Folder.At(database + ".duckdb"), new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        return Texts(connection.Query($"SELECT * FROM {table} ORDER BY ALL", CancellationToken.None));
    }

    private string[] Rows(string table) =>
        Texts(ExtractionFixture.Query($"SELECT COLUMNS(*)::VARCHAR FROM read_parquet('{_fixture.Folder.At("out")}/{table}/*/*.parquet', hive_partitioning = false)"));

    private static string[] Texts(QueryTable answer) => [.. answer.Rows.Select(row => string.Join('|', row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))))];
}
