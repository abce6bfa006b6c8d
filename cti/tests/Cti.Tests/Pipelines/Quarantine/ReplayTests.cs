using System.Globalization;
using System.Text;
using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Quarantine;
using Cti.Tests.Servers;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Xunit.Abstractions;

namespace Cti.Tests.Pipelines.Quarantine;

/// <summary>Rejected rows again: nothing lost, nothing twice, and the tables of a clean input in the end.</summary>
public sealed class ReplayTests(ITestOutputHelper output) : IDisposable
{
    private readonly ExtractionFixture _fixture = new();
    private readonly ObjectStoreRouter _local = new(() => throw new InvalidOperationException("No S3 in this test."));

    public void Dispose()
    {
        _local.Dispose();
        _fixture.Dispose();
    }

    [Theory]
    [InlineData("key-data")]
    [InlineData("customers")]
    public async Task Replay_RowsCorrectedInTwoSteps_GiveTheTablesOfACleanInput(string dataset)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        DirtyInput input = DirtyInput.Make(dataset, random, rows: 2000, _fixture.Folder.Path);
        ExtractTransformOutcome clean = await _fixture.RunAsync(_fixture.Request(dataset, input.Clean));
        ExtractTransformOutcome first = await _fixture.RunAsync(_fixture.Request(dataset, input.Dirty) with { MaxRejectRate = 1 });
        Assert.Equal((0, input.Corrections.Count), ((int)clean.Counts.Rejected, (int)first.Counts.Rejected));
        File.Delete(input.Dirty);
        string[] lines = [.. input.Corrections];
        string half = WriteFixed(lines[..(lines.Length / 2)]);
        string rest = WriteFixed(lines[(lines.Length / 2)..]);

        ExtractTransformOutcome second = await ReplayAsync(first.RejectsUri!, half);
        ExtractTransformOutcome third = await ReplayAsync(second.ManifestUri!, rest);

        Assert.Equal((first.Run, second.Run), (second.Manifest!.Parent, third.Manifest!.Parent));
        Assert.Equal(first.Counts.Rejected, second.Counts.Read);
        Assert.Equal(second.Counts.Rejected, third.Counts.Read);
        Assert.Equal(0, third.Counts.Rejected);
        Assert.All(new[] { first, second, third }, run => Assert.True(run.Counts.IsBalanced));
        Assert.Equal(first.Counts.Read, first.Counts.Written + second.Counts.Written + third.Counts.Written + first.Counts.Duplicates + second.Counts.Duplicates + third.Counts.Duplicates);
        Assert.Equal(first.Manifest!.Inputs.Select(i => (i.Uri, i.ETag)), third.Manifest.Inputs.Select(i => (i.Uri, i.ETag)));
        await LoadAsync("clean", clean);
        await LoadAsync("replayed", first, second, third);
        string table = $"SELECT * FROM {clean.Manifest!.Outputs[0].Table} ORDER BY ALL";
        Assert.Equal(Ask("clean", table), Ask("replayed", table));
        HashSet<long> corrected = [.. input.Corrections.Select(c => JsonDocument.Parse(c).RootElement.GetProperty("line").GetInt64())];
        long[] written = [.. LinesOf(second).Concat(LinesOf(third)).Select(l => l.GetProperty("line").GetInt64())];
        Assert.Equal(second.Counts.Written + third.Counts.Written, written.Distinct().Count());
        Assert.All(written, line => Assert.Contains(line, corrected));
        Assert.All(LinesOf(second), l => Assert.Equal(input.Dirty, l.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Replay_DamagedRowsAsTheyAre_AreRejectedAgainAtTheirPlacesForTheSameReasons()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        foreach ((string dataset, string name, string text) in new[] { ("interactions", "i.csv", Damage.Csv(random)), ("web-events", "w", Damage.Json(random)), ("customers", "c.json", Damage.Json(random)) })
        {
            File.WriteAllBytes(_fixture.Folder.At(name), Damage.Bytes(random, text));
            ExtractTransformOutcome first = await _fixture.RunAsync(_fixture.Request(dataset, _fixture.Folder.At(name)) with { MaxRejectRate = 1 });
            Assert.True(first.Counts.Rejected > 50, $"{first.Counts.Rejected} rejects of {dataset} are too few to show anything");

            ExtractTransformOutcome again = await ReplayAsync(first.RejectsUri!, null);

            Assert.Equal(first.Counts.Rejected, again.Counts.Read);
            Assert.Equal(first.Counts.Rejected, again.Counts.Rejected);
            Assert.Equal(Places(first), Places(again));
        }
    }

    [Fact]
    public async Task Replay_Twice_IsReusedAndOtherCorrectionsAreAnotherRun()
    {
        ExtractTransformOutcome first = await KeyDataAsync();
        string source = _fixture.Folder.At("a.csv");
        string one = WriteFixed(Fixed(source, 3, "k,x"));
        ExtractTransformOutcome replay = await ReplayAsync(first.RejectsUri!, one);

        ExtractTransformOutcome again = await ReplayAsync(first.ManifestUri!, one);
        ExtractTransformOutcome other = await ReplayAsync(first.RejectsUri!, WriteFixed(Fixed(source, 3, "k,y")));
        ExtractTransformOutcome none = await ReplayAsync(first.RejectsUri!, null);

        Assert.True(again.Reused);
        Assert.Equal(replay.Run, again.Run);
        Assert.Equal(4, new[] { first.Run, replay.Run, other.Run, none.Run }.Distinct().Count());
        Assert.Equal((2, 1, 1), ((int)replay.Counts.Read, (int)replay.Counts.Written, (int)replay.Counts.Rejected));
        Assert.False(none.Reused);
    }

    [Fact]
    public async Task Replay_UnknownAndDoubleRows_AreUsageNamingThem()
    {
        ExtractTransformOutcome first = await KeyDataAsync();
        string source = _fixture.Folder.At("a.csv");

        string unknown = await RefusedAsync(first, WriteFixed(Fixed(source, 3, "k,x"), Fixed(source, 2, "k,x"), Fixed("elsewhere.csv", 3, "k,x")));
        string twice = await RefusedAsync(first, WriteFixed(Fixed(source, 3, "k,x"), Fixed(source, 3, "k,y")));
        string many = await RefusedAsync(first, WriteFixed(Fixed(source, 3, "k,x\nk,y")));
        string broken = await RefusedAsync(first, WriteFixed("{\"source\":\"a\"}"));

        Assert.Contains($"line 2: {source}, line 2, was not rejected", unknown, StringComparison.Ordinal);
        Assert.Contains("line 3: elsewhere.csv, line 3, was not rejected", unknown, StringComparison.Ordinal);
        Assert.Contains($"line 2: {source}, line 3, is corrected in line 1 already", twice, StringComparison.Ordinal);
        Assert.Contains($"{source}, line 3: the row that is taken again holds 2 records", many, StringComparison.Ordinal);
        Assert.Contains("line 1 is no corrected row", broken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"source":"a","line":3}""", "raw is missing")]
    [InlineData("""{"line":3,"raw":"k,x"}""", "source is missing")]
    [InlineData("""{"source":5,"line":3,"raw":"k,x"}""", "source is no text")]
    [InlineData("""{"source":"a","line":"3","raw":"k,x"}""", "line is no whole number")]
    [InlineData("""{"source":"a","line":1.5,"raw":"k,x"}""", "line is no whole number")]
    [InlineData("""{"source":"a","line":3,"offset":null,"raw":"k,x"}""", "offset is no whole number")]
    [InlineData("""{"source":"a","line":3,"raw":null}""", "raw is neither text nor an object")]
    [InlineData("""{"source":"a","line":3,"raw":"@@","encoding":"base64"}""", "raw is no base64, which encoding says")]
    [InlineData("[]", "it is no JSON object")]
    public async Task Replay_LineThatIsNoCorrectedRow_IsUsageSayingWhy(string line, string why)
    {
        ExtractTransformOutcome first = await KeyDataAsync();

        string message = await RefusedAsync(first, WriteFixed(line));

        Assert.Contains($"line 1 is no corrected row ({why}): expected are source, line and raw", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_CorrectedRowsBehindAByteOrderMark_AreTaken()
    {
        ExtractTransformOutcome first = await KeyDataAsync();
        string file = WriteFixed();
        File.WriteAllText(file, "\uFEFF" + Fixed(_fixture.Folder.At("a.csv"), 3, "k,x"));

        Assert.Equal(1, (await ReplayAsync(first.RejectsUri!, file)).Counts.Written);
    }

    [Fact]
    public async Task Replay_ObjectsOnOneLine_AreToldApartByOffset()
    {
        string file = _fixture.Folder.At("erasure-requests.json");
        File.WriteAllText(file, "{\"email\":\"x\"}{\"email\":\"y\"}");
        ExtractTransformRequest request = _fixture.Request("erasure-requests", file) with { Anonymize = ["email"], Pepper = "p", PepperVersion = "1" };
        ExtractTransformOutcome first = await _fixture.RunAsync(request);

        string message = await RefusedAsync(first, WriteFixed(Fixed(file, 1, "{\"email\":\"x@a.de\"}")), new ReplayPepper("p", "1"));
        ExtractTransformOutcome replay = await ReplayAsync(
            first.RejectsUri!, WriteFixed($"{{\"source\":{JsonSerializer.Serialize(file)},\"line\":1,\"offset\":13,\"raw\":{{\"email\":\"x@a.de\"}}}}"), new ReplayPepper("p", "1"));

        Assert.Contains("holds 2 rejected records: give the offset too", message, StringComparison.Ordinal);
        Assert.Equal((2, 1, 1), ((int)replay.Counts.Read, (int)replay.Counts.Written, (int)replay.Counts.Rejected));
        Assert.Equal("{\"email\":\"x\"}", Assert.Single(RejectsOf(replay)).GetProperty("raw").GetString());
        Assert.Equal(["email"], replay.Manifest!.Options.Anonymize);
        Assert.Contains("pepper version 1, the settings have version 2", await RefusedAsync(first, null, new ReplayPepper("p", "2")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_TakenId_StaysRejectedUntilItIsCorrected()
    {
        const string Id = "d24173d9-b062-49a7-a856-74c89dcab4a";
        string file = _fixture.Folder.At("transactions.json");
        File.WriteAllLines(file, [Transaction(Id + "1", "1"), Transaction(Id + "1", "2")]);
        ExtractTransformOutcome first = await _fixture.RunAsync(_fixture.Request("transactions", file));
        Assert.Equal((1, 1), ((int)first.Counts.Written, (int)first.Counts.Rejected));

        ExtractTransformOutcome asIs = await ReplayAsync(first.RejectsUri!, null);
        ExtractTransformOutcome corrected = await ReplayAsync(first.RejectsUri!, WriteFixed(Fixed(file, 2, Transaction(Id + "2", "2"))));

        Assert.Equal((0, "id_conflict"), ((int)asIs.Counts.Written, RejectsOf(asIs)[0].GetProperty("errors")[0].GetProperty("code").GetString()));
        Assert.Equal((1, 0), ((int)corrected.Counts.Written, (int)corrected.Counts.Rejected));
    }

    [Fact]
    public async Task Replay_NothingRejectedOrNoRun_SaysSo()
    {
        File.WriteAllText(_fixture.Folder.At("a.csv"), "Key,Data\nk,v\n");
        ExtractTransformOutcome good = await _fixture.RunAsync(_fixture.Request("key-data", _fixture.Folder.At("a.csv")));

        CtiException nothing = await Assert.ThrowsAsync<CtiException>(() => ReplayAsync(good.ManifestUri!, null));
        CtiException nowhere = await Assert.ThrowsAsync<CtiException>(() => ReplayAsync(_fixture.Folder.At("out"), null));

        Assert.Equal((FailureKind.NothingToDo, FailureKind.Usage), (nothing.Kind, nowhere.Kind));
    }

    [Fact]
    public async Task Replay_RunInS3_GoesBesideIt()
    {
        MotoServer server = await MotoServer.SharedAsync();
        string bucket = await server.NewBucketAsync();
        await server.PutAsync(bucket, "raw/a.csv", "Data;Key\nv;k\n;x\n"u8.ToArray());
        await server.PutAsync(bucket, "fixed.jsonl", Encoding.UTF8.GetBytes(Fixed($"s3://{bucket}/raw/a.csv", 3, "w;x") + "\n"));
        using ObjectStoreRouter store = new(new ObjectStoreOptions { Endpoint = server.Endpoint, AccessKey = server.AccessKey, SecretKey = server.SecretKey, Region = server.Region });
        ExtractTransformOutcome first = await _fixture.RunAsync(_fixture.Request("key-data", $"s3://{bucket}/raw/") with { Output = $"s3://{bucket}/out" }, store);

        ExtractTransformOutcome replay = await ReplayAsync(first.RejectsUri!, $"s3://{bucket}/fixed.jsonl", store: store);
        ExtractTransformOutcome again = await ReplayAsync(first.RejectsUri!, $"s3://{bucket}/fixed.jsonl", store: store);

        Assert.StartsWith($"s3://{bucket}/out/_runs/key-data-", replay.ManifestUri, StringComparison.Ordinal);
        Assert.Equal((1, 0, true), ((int)replay.Counts.Written, (int)replay.Counts.Rejected, again.Reused));
    }

    private static string Transaction(string id, string customer) =>
        $$$"""{"transaction_id":"{{{id}}}","transaction_time":"2020-01-01T00:00:00","customer_id":"{{{customer}}}","purchases":{"products":[{"sku":1,"quanitity":2,"price":"1.50","total":"3.00"}],"total_cost":"3.00"}}""";

    private static string Fixed(string source, long line, string raw) => JsonSerializer.Serialize(new { source, line, raw });

    private string WriteFixed(params string[] lines)
    {
        string file = _fixture.Folder.At($"fixed-{Guid.NewGuid():N}.jsonl");
        File.WriteAllLines(file, lines);
        return file;
    }

    private Task<ExtractTransformOutcome> KeyDataAsync()
    {
        File.WriteAllText(_fixture.Folder.At("a.csv"), "Key,Data\nk,v\n,x\nk,\n");
        return _fixture.RunAsync(_fixture.Request("key-data", _fixture.Folder.At("a.csv")));
    }

    private async Task<ExtractTransformOutcome> ReplayAsync(string place, string? fixedRows, ReplayPepper? pepper = null, IObjectStore? store = null)
    {
        ExtractTransformRequest request = await new ReplayPlanner(store ?? _local)
            .PlanAsync(place, fixedRows, pepper, new RunResources(256_000_000, 2, _fixture.Folder.Path), CancellationToken.None);
        return await _fixture.RunAsync(request, store);
    }

    private async Task<string> RefusedAsync(ExtractTransformOutcome run, string? fixedRows, ReplayPepper? pepper = null)
    {
        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => ReplayAsync(run.RejectsUri!, fixedRows, pepper));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        return failure.Message;
    }

    private static List<JsonElement> RejectsOf(ExtractTransformOutcome run) => ExtractionFixture.JsonLines(run.Manifest!.Rejects.Parts.Select(p => p.Uri));

    private static List<JsonElement> LinesOf(ExtractTransformOutcome run) => ExtractionFixture.JsonLines(run.Manifest!.Outputs.Select(o => o.Lines));

    private static IEnumerable<string> Places(ExtractTransformOutcome run) => RejectsOf(run).Select(r => string.Join(
        '|', r.GetProperty("source"), r.GetProperty("line"), r.GetProperty("offset"), r.GetProperty("raw"), r.GetProperty("errors")[0].GetProperty("code")));

    private async Task LoadAsync(string database, params ExtractTransformOutcome[] runs)
    {
        DuckDbOptions engine = new(256_000_000, 1, _fixture.Folder.Path);
        await using DuckDbWarehouse warehouse = new(_fixture.Folder.At(database + ".duckdb"), TableNaming.Default, engine, _local, TimeProvider.System);
        LoadSource[] sources = [.. runs.Select(r => new LoadSource(r.ManifestUri!, r.Manifest!))];
        await warehouse.LoadAsync(new LoadRequest(Cti.Records.DatasetCatalog.Find(runs[0].Manifest!.Dataset)!, sources, LoadMode.Merge, null, Create: true), CancellationToken.None);
    }

    private string[] Ask(string database, string sql)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(_fixture.Folder.At(database + ".duckdb"), new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        return [.. connection.Query(sql, CancellationToken.None).Rows.Select(row => string.Join('|', row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))))];
    }
}
