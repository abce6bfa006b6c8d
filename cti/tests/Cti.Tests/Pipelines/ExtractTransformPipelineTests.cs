using System.Globalization;
using System.Text;
using System.Text.Json;
using Cti.Failures;
using Cti.Generator.Events;
using Cti.Generator.Output;
using Cti.Manifests;
using Cti.Pipelines;

namespace Cti.Tests.Pipelines;

public sealed class ExtractTransformPipelineTests : IDisposable
{
    private const string Header = "id,timestamp,email,country,ip,uri,action,tags\n";
    private readonly ExtractionFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Run_Samples_GiveTheirExpectedCountsAndReasons()
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Repository.Path("cti", "samples", "expected.json")));
        foreach (JsonElement sample in expected.RootElement.EnumerateArray())
        {
            string file = sample.GetProperty("input").GetString()!;
            ExtractTransformRequest request = _fixture.Request(sample.GetProperty("dataset").GetString()!, Repository.Path("cti", "samples", file)) with
            {
                Month = sample.TryGetProperty("month", out JsonElement month) ? month.GetString() : null,
            };

            ExtractTransformOutcome outcome = await _fixture.RunAsync(request);

            Assert.Equal(sample.GetProperty("counts").Deserialize<Counts>(), outcome.Counts);
            Dictionary<string, long> reasons = Rejects(outcome).SelectMany(r => r.GetProperty("errors").EnumerateArray())
                .CountBy(Reason).ToDictionary(r => r.Key, r => (long)r.Value);
            Assert.Equal(sample.GetProperty("reject_reasons").Deserialize<Dictionary<string, long>>(), reasons);
        }
    }

    [Fact]
    public async Task Run_GeneratedMonth_IsTheTruthAndTheSameBytesAtAnyThreadCountAndMemory()
    {
        Truth truth = _fixture.Generate("events.csv", new EventsOptions { Rows = 400_000, Seed = 20210401, Abb = 0.01, Clashes = 0.01, Duplicates = 0.05 });
        Dictionary<string, string>? first = null;
        foreach ((int threads, long memory) in new[] { (2, 256_000_000L), (1, 1L), (5, 900_000_000L) })
        {
            ExtractTransformRequest request = _fixture.Request("events", _fixture.Folder.At("events.csv")) with
            {
                Month = truth.Month,
                Output = _fixture.Folder.At($"out-{threads}"),
                Resources = new RunResources(memory, threads, _fixture.Folder.Path),
            };
            ExtractTransformOutcome outcome = await _fixture.RunAsync(request);

            TruthCounts counts = truth.Counts;
            Assert.Equal((counts.Read, counts.Written, counts.Duplicates, counts.Reassigned, counts.Filtered, counts.Rejected),
                (outcome.Counts.Read, outcome.Counts.Written, outcome.Counts.Duplicates, outcome.Counts.Reassigned, outcome.Counts.Filtered, outcome.Counts.Rejected));
            Dictionary<string, string> digests = ExtractionFixture.Digests(request.Output);
            Assert.Equal(first ??= digests, digests);
        }

        string parts = $"read_parquet('{_fixture.Folder.At("out-1")}/events/*/*.parquet')";
        Assert.Equal([truth.Counts.Written, truth.Counts.Written], ExtractionFixture.Query($"SELECT count(*), count(DISTINCT id) FROM {parts}").Rows[0]);
    }

    [Fact]
    public async Task Run_Again_IsReusedAndRewritesNothing()
    {
        string input = _fixture.Folder.File("events.csv", Header + Row(1) + Row(1) + Row(2));
        ExtractTransformOutcome first = await _fixture.RunAsync(_fixture.Request("events", input));
        DateTime written = File.GetLastWriteTimeUtc(first.Manifest!.Outputs[0].Uri);

        ExtractTransformOutcome second = await _fixture.RunAsync(_fixture.Request("events", input));

        Assert.True(second.Reused);
        Assert.Equal(first.Run, second.Run);
        Assert.Equal(first.Counts, second.Counts);
        Assert.Equal(written, File.GetLastWriteTimeUtc(first.Manifest.Outputs[0].Uri));
    }

    [Fact]
    public async Task Run_PartGoneMissing_IsWrittenAgainWithTheSameBytes()
    {
        string input = _fixture.Folder.File("events.csv", Header + Row(1) + Row(2));
        ExtractTransformOutcome first = await _fixture.RunAsync(_fixture.Request("events", input));
        Dictionary<string, string> before = ExtractionFixture.Digests(_fixture.Folder.At("out"));
        File.Delete(first.Manifest!.Outputs[0].Uri);

        await _fixture.RunAsync(_fixture.Request("events", input));

        Assert.Equal(before, ExtractionFixture.Digests(_fixture.Folder.At("out")));
    }

    [Fact]
    public async Task Run_KeyUsedForOtherInputs_IsRefused()
    {
        string one = _fixture.Folder.File("events-1.csv", Header + Row(1));
        string two = _fixture.Folder.File("events-2.csv", Header + Row(2));
        await _fixture.RunAsync(_fixture.Request("events", one) with { RunKey = "mine" });

        CtiException error = await Assert.ThrowsAsync<CtiException>(() => _fixture.RunAsync(_fixture.Request("events", two) with { RunKey = "mine" }));

        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.Contains("mine", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TooManyRejects_ClosesTheGateAndLeavesOnlyTheReasons()
    {
        string rows = string.Concat(Enumerable.Range(1, 1000).Select(i => i % 10 == 0 ? Row(i, email: "nobody") : Row(i)));
        string input = _fixture.Folder.File("events.csv", Header + rows);

        ExtractTransformOutcome closed = await _fixture.RunAsync(_fixture.Request("events", input));

        Assert.NotNull(closed.GateMessage);
        Assert.Null(closed.ManifestUri);
        Assert.Equal(100, Rejects(closed).Count);
        Assert.Equal(["_failed.json", "rejects/part-00000.jsonl.gz"], RunFiles(closed.Run));
        Assert.Empty(Directory.EnumerateFiles(_fixture.Folder.At("out/events"), "*", SearchOption.AllDirectories));

        ExtractTransformOutcome open = await _fixture.RunAsync(_fixture.Request("events", input) with { MaxRejectRate = 0.1 });

        Assert.Equal(closed.Run, open.Run);
        Assert.Null(open.GateMessage);
        Assert.Equal(["_lines/events/part-00000.jsonl.gz", "manifest.json", "rejects/part-00000.jsonl.gz"], RunFiles(open.Run));
    }

    [Fact]
    public async Task Run_TooManyRejectsOfFewRecords_PassesTheGate()
    {
        string rows = string.Concat(Enumerable.Range(1, 999).Select(i => i % 2 == 0 ? Row(i, email: "nobody") : Row(i)));

        ExtractTransformOutcome outcome = await _fixture.RunAsync(_fixture.Request("events", _fixture.Folder.File("events.csv", Header + rows)));

        Assert.Null(outcome.GateMessage);
        Assert.Equal(499, outcome.Counts.Rejected);
    }

    [Fact]
    public async Task Run_Lines_NameTheSourceLineOfEveryRow()
    {
        // The uri of each row says where it stands, so the files themselves tell whether _lines is right.
        StringBuilder one = new(Header);
        for (int line = 2; line < 60_000; line++)
            one.Append(line % 7 == 0 ? Row(line - 1, uri: "x") : line % 11 == 0 ? Row(line, email: "bad") : Row(line, uri: $"one:{line}"));
        string second = "\r\n" + Header + Row(70_000, uri: "two:3", country: "\"a\nb\"") + "\n" + Row(70_001, uri: "two:6");
        string[] inputs = [_fixture.Folder.File("events-1.csv", one.ToString()), _fixture.Folder.File("events-2.csv", second)];

        ExtractTransformOutcome outcome = await _fixture.RunAsync(_fixture.Request("events", inputs) with { MaxRejectRate = 1 });

        List<string> named = [];
        foreach (JsonElement stretch in ExtractionFixture.JsonLines(outcome.Manifest!.Outputs.Select(o => o.Lines)))
        {
            string source = stretch.GetProperty("source").GetString()!.EndsWith("1.csv", StringComparison.Ordinal) ? "one" : "two";
            for (int i = 0; i < stretch.GetProperty("rows").GetInt32(); i++)
                named.Add($"{source}:{stretch.GetProperty("line").GetInt32() + i}");
        }

        string parts = string.Join(',', outcome.Manifest.Outputs.Select(o => $"'{o.Uri}'"));
        IEnumerable<string> found = ExtractionFixture.Query($"SELECT uri FROM read_parquet([{parts}])").Rows.Select(row => (string)row[0]!);
        Assert.Equal(found.Zip(named, (uri, name) => uri == "x" ? "x" : uri), found.Zip(named, (uri, name) => uri == "x" ? "x" : name));
        Assert.Equal(outcome.Counts.Written, named.Count);
    }

    [Fact]
    public async Task Run_SeveralObjects_BalancesEachOfThem()
    {
        string one = _fixture.Folder.File("in/events-1.csv", Header + Row(1) + Row(2) + Row(3, email: "bad"));
        string two = _fixture.Folder.File("in/events-2.csv", Header + Row(2) + Row(4) + "ragged\n" + Row(5, day: "2021-03-31"));

        ExtractTransformOutcome outcome = await _fixture.RunAsync(_fixture.Request("events", _fixture.Folder.At("in")) with { Month = "2021-04" });

        Assert.Equal([one, two], outcome.Manifest!.Inputs.Select(i => i.Uri));
        Assert.Equal(new Counts { Read = 3, Written = 2, Rejected = 1 }, outcome.Manifest.Inputs[0].Counts);
        Assert.Equal(new Counts { Read = 4, Written = 1, Duplicates = 1, Filtered = 1, Rejected = 1 }, outcome.Manifest.Inputs[1].Counts);
        Assert.Equal(new Counts { Read = 7, Written = 3, Duplicates = 1, Filtered = 1, Rejected = 2 }, outcome.Counts);
    }

    [Theory]
    [InlineData(MissingInput.Fail, FailureKind.Usage)]
    [InlineData(MissingInput.Retry, FailureKind.Transient)]
    [InlineData(MissingInput.Skip, FailureKind.NothingToDo)]
    public async Task Run_MissingInput_IsWhatIfMissingSays(MissingInput ifMissing, FailureKind expected)
    {
        ExtractTransformRequest request = _fixture.Request("events", _fixture.Folder.At("not-there.csv")) with { IfMissing = ifMissing };

        Assert.Equal(expected, (await Assert.ThrowsAsync<CtiException>(() => _fixture.RunAsync(request))).Kind);
    }

    [Fact]
    public async Task Run_SomeMissingWithSkip_GoesOnWithTheOthers()
    {
        string input = _fixture.Folder.File("events.csv", Header + Row(1));
        ExtractTransformRequest request = _fixture.Request("events", input, _fixture.Folder.At("not-there.csv")) with { IfMissing = MissingInput.Skip };

        Assert.Equal(1, (await _fixture.RunAsync(request)).Counts.Written);
    }

    [Fact]
    public async Task Run_OutputInsideTheFolderOfInputs_IsNoInputOfTheNextRun()
    {
        string input = _fixture.Folder.File("raw/2021.csv", Header + Row(1));
        ExtractTransformRequest request = _fixture.Request("events", _fixture.Folder.At("raw/")) with { Output = _fixture.Folder.At("raw/out") };
        ExtractTransformOutcome first = await _fixture.RunAsync(request);
        ExtractTransformOutcome again = await _fixture.RunAsync(request);
        _fixture.Folder.File("raw/2022.csv", Header + Row(2));
        ExtractTransformOutcome next = await _fixture.RunAsync(request);
        File.Delete(input);
        File.Delete(_fixture.Folder.At("raw/2022.csv"));

        Assert.Equal(first.Run, again.Run);
        Assert.True(again.Reused);
        Assert.Equal(new Counts { Read = 2, Written = 2 }, next.Counts);
        Assert.Equal(FailureKind.Usage, (await Assert.ThrowsAsync<CtiException>(() => _fixture.RunAsync(request))).Kind);
    }

    [Fact]
    public async Task Run_Dry_CountsAndWritesNothing()
    {
        string input = _fixture.Folder.File("events.csv", Header + Row(1) + Row(1) + Row(2, email: "bad"));

        ExtractTransformOutcome outcome = await _fixture.RunAsync(_fixture.Request("events", input) with { DryRun = true });

        Assert.Equal(new Counts { Read = 3, Written = 1, Duplicates = 1, Rejected = 1 }, outcome.Counts);
        Assert.Equal("invalid_email", Assert.Single(outcome.TopRejects).Code);
        Assert.False(Directory.Exists(_fixture.Folder.At("out")));
    }

    [Fact]
    public async Task Run_TwiceAtOnce_BothEndWithTheSameRun()
    {
        _fixture.Generate("events.csv", new EventsOptions { Rows = 60_000, Seed = 3 });
        ExtractTransformRequest request = _fixture.Request("events", _fixture.Folder.At("events.csv"));

        ExtractTransformOutcome[] outcomes = await Task.WhenAll(Task.Run(() => _fixture.RunAsync(request)), Task.Run(() => _fixture.RunAsync(request)));

        Assert.Equal(outcomes[0].Run, outcomes[1].Run);
        Assert.Equal(outcomes[0].Manifest!.Outputs.Select(o => o.Sha256), outcomes[1].Manifest!.Outputs.Select(o => o.Sha256));
        Assert.DoesNotContain(_fixture.Folder.Files(), file => file.Contains("tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNoManifestAndNoOpenFile()
    {
        _fixture.Generate("events.csv", new EventsOptions { Rows = 200_000, Seed = 3 });
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(60));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fixture.RunAsync(_fixture.Request("events", _fixture.Folder.At("events.csv")), stop.Token));

        Assert.Equal(["events.csv"], _fixture.Folder.Files());
    }

    [Fact]
    public async Task Run_Interactions_TheLastOfAKeyStays()
    {
        const string Rows = "interaction_id,user_id,product_id,action,timestamp\r\n1,1,1,click,2024-01-01\r\n2,1,1,click,\r\n1,1,1,buy,2024-01-02\r\n1,2,1,,\r\n1,1,1,click,2024-01-01";

        ExtractTransformOutcome outcome = await _fixture.RunAsync(_fixture.Request("interactions", _fixture.Folder.File("interactions.csv", Rows)));

        Assert.Equal(new Counts { Read = 5, Written = 3, Duplicates = 2 }, outcome.Counts);
        string sql = $"SELECT interaction_id || ',' || user_id || ',' || coalesce(action, '-') || ',' || coalesce(CAST(timestamp AS VARCHAR), '-') FROM read_parquet('{outcome.Manifest!.Outputs[0].Uri}')";
        Assert.Equal(["2,1,click,-", "1,2,-,-", "1,1,click,2024-01-01 00:00:00"], ExtractionFixture.Query(sql).Rows.Select(r => (string)r[0]!));
    }

    private static string Row(int id, string email = "ann@mail.example.com", string uri = "index", string country = "Palau", string day = "2021-04-01")
        => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{id:D12},{day},{email},{country},192.66.235.59,{uri},visit,\"['Mr', 'eat', 'PM']\"\n");

    private static string Reason(JsonElement error)
        => error.GetProperty("field").GetString() is { } field ? $"{field}:{error.GetProperty("code").GetString()}" : error.GetProperty("code").GetString()!;

    private List<JsonElement> Rejects(ExtractTransformOutcome outcome)
        => ExtractionFixture.JsonLines(Directory.GetFiles(outcome.RejectsUri is null ? _fixture.Folder.Path : outcome.RejectsUri, "*.gz").Order(StringComparer.Ordinal));

    private string[] RunFiles(string run) => [.. _fixture.Folder.Files().Where(f => f.StartsWith($"out/_runs/{run}/", StringComparison.Ordinal)).Select(f => f[$"out/_runs/{run}/".Length..])];
}
