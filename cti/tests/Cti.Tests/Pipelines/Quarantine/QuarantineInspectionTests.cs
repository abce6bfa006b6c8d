using System.IO.Compression;
using System.Text;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.ObjectStores.Local;
using Cti.Pipelines;
using Cti.Pipelines.Quarantine;
using Cti.Tests.Servers;

namespace Cti.Tests.Pipelines.Quarantine;

public sealed class QuarantineInspectionTests : IDisposable
{
    private readonly ExtractionFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Run_FolderOfRejects_CountsReasonsWithExamplesAndSources()
    {
        ExtractTransformOutcome run = await KeyDataAsync();

        QuarantineReport report = await InspectAsync(run.RejectsUri!, examples: 2, characters: 3);

        Assert.Equal((5, 1), (report.Records, report.Files));
        Assert.Equal(
            [("Key", 2, "Field Key is required"), (null, 1, "Record is empty"), (null, 1, "The row has 3 fields, expected are 2 as in the header."), ("Data", 1, "Field Data is required")],
            report.Reasons.Select(r => (r.Field, (int)r.Records, r.Message)).OrderByDescending(r => r.Item2).ThenBy(r => r.Message == "Field Data is required").ThenBy(r => r.Message, StringComparer.Ordinal));
        QuarantineReason missing = report.Reasons[0];
        Assert.Equal([(_fixture.Folder.At("a.csv"), 3L, ",x"), (_fixture.Folder.At("b.csv"), 2L, ",yy…")], missing.Examples.Select(e => (e.Source, e.Line, e.Raw)));
        Assert.Equal([new QuarantineCount(_fixture.Folder.At("a.csv"), 4), new QuarantineCount(_fixture.Folder.At("b.csv"), 1)], report.Sources);
        Assert.Equal([new QuarantineCount(run.RejectsUri!, 5)], report.Runs);
    }

    [Fact]
    public async Task Run_RunFolderOutputAndFile_GiveTheSame()
    {
        ExtractTransformOutcome run = await KeyDataAsync();
        string folder = run.RejectsUri![..^"rejects/".Length];

        foreach (string place in new[] { folder, folder.TrimEnd('/'), _fixture.Folder.At("out"), _fixture.Folder.At("out") + "/", run.Manifest!.Rejects.Parts[0].Uri })
            Assert.Equal(5, (await InspectAsync(place)).Records);
    }

    [Fact]
    public async Task Run_OutputOfTwoRuns_CountsEachRun()
    {
        ExtractTransformOutcome first = await KeyDataAsync();
        File.WriteAllText(_fixture.Folder.At("c.csv"), "Key,Data\n,z\n");
        ExtractTransformOutcome second = await _fixture.RunAsync(_fixture.Request("key-data", _fixture.Folder.At("c.csv")));

        QuarantineReport report = await InspectAsync(_fixture.Folder.At("out"));

        Assert.Equal(new Dictionary<string, long> { [first.RejectsUri!] = 5, [second.RejectsUri!] = 1 }, report.Runs.ToDictionary(r => r.Name, r => r.Records));
    }

    [Fact]
    public async Task Run_BytesThatAreNoText_AreShownAsBase64()
    {
        File.WriteAllBytes(_fixture.Folder.At("a.csv"), [.. "Key,Data\nx,"u8, 0xFF, (byte)'\n']);
        ExtractTransformOutcome run = await _fixture.RunAsync(_fixture.Request("key-data", _fixture.Folder.At("a.csv")));

        QuarantineReason reason = Assert.Single((await InspectAsync(run.RejectsUri!)).Reasons);

        Assert.Equal(("invalid_utf8", Convert.ToBase64String([(byte)'x', (byte)',', 0xFF])), (reason.Code, Assert.Single(reason.Examples).Raw));
    }

    [Fact]
    public async Task Run_RunWithoutRejects_IsEmpty()
    {
        File.WriteAllText(_fixture.Folder.At("a.csv"), "Key,Data\nx,y\n");
        ExtractTransformOutcome run = await _fixture.RunAsync(_fixture.Request("key-data", _fixture.Folder.At("a.csv")));

        Assert.Equal(0, (await InspectAsync(Path.GetDirectoryName(run.ManifestUri!)!)).Records);
    }

    [Fact]
    public async Task Run_NothingThere_IsUsageSayingWhatToGive()
    {
        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => InspectAsync(_fixture.Folder.At("nowhere")));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("_runs/<key>/", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"source\":\"a\",\"line\":1}\n")]
    [InlineData("[]\n")]
    [InlineData("{\"source\":1}\n")]
    [InlineData("no json\n")]
    public async Task Run_FileOfSomethingElse_IsUsageNamingTheLine(string content)
    {
        string file = _fixture.Folder.At("x.jsonl");
        const string Good = "{\"source\":\"a\",\"line\":1,\"offset\":0,\"raw\":\"\",\"errors\":[]}\n";
        File.WriteAllText(file, Good + content);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => InspectAsync(file));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("x.jsonl: the line 2 is no reject", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MoreMessagesThanAreKept_CountsTheRestTogether()
    {
        string file = _fixture.Folder.At("many.jsonl.gz");
        const int Rejects = 60_000;
        using (StreamWriter writer = new(new GZipStream(File.Create(file), CompressionLevel.Fastest)))
        {
            for (int i = 0; i < Rejects; i++)
                writer.Write($"{{\"source\":\"s\",\"line\":{i + 1},\"offset\":0,\"raw\":\"é{i}\",\"errors\":[{{\"field\":\"f\",\"code\":\"c\",\"message\":\"value {i} is wrong\",\"value\":null}}]}}\n");
        }

        QuarantineReport report = await InspectAsync(file);

        Assert.Equal(Rejects, report.Records);
        Assert.Equal(1001, report.Reasons.Count);
        Assert.Equal((QuarantineInspection.OtherMessages, Rejects - 1000L), (report.Reasons[0].Message, report.Reasons[0].Records));
        Assert.Equal("é1000", report.Reasons[0].Examples[0].Raw);
    }

    [Fact]
    public async Task Run_QuarantineInS3_IsFoundFromEachPlace()
    {
        MotoServer server = await MotoServer.SharedAsync();
        string bucket = await server.NewBucketAsync();
        ExtractTransformOutcome run = await KeyDataAsync();
        await server.PutAsync(bucket, "etl/_runs/k/rejects/part-00000.jsonl.gz", await File.ReadAllBytesAsync(run.Manifest!.Rejects.Parts[0].Uri));
        await server.PutAsync(bucket, "etl/_runs/k/manifest.json", Encoding.UTF8.GetBytes("{}"));
        using ObjectStoreRouter store = new(new ObjectStoreOptions { Endpoint = server.Endpoint, AccessKey = server.AccessKey, SecretKey = server.SecretKey, Region = server.Region });

        foreach (string place in new[] { "etl", "etl/", "etl/_runs/k", "etl/_runs/k/rejects/", "etl/_runs/k/rejects/part-00000.jsonl.gz" })
            Assert.Equal(5, (await new QuarantineInspection(store).RunAsync($"s3://{bucket}/{place}", 1, 80, CancellationToken.None)).Records);
    }

    private static Task<QuarantineReport> InspectAsync(string place, int examples = 1, int characters = 120)
        => new QuarantineInspection(new LocalObjectStore()).RunAsync(place, examples, characters, CancellationToken.None);

    private Task<ExtractTransformOutcome> KeyDataAsync()
    {
        File.WriteAllText(_fixture.Folder.At("a.csv"), "Key,Data\nk,v\n,x\n , \nk,\na,b,c\n");
        File.WriteAllText(_fixture.Folder.At("b.csv"), "Key,Data\n,yyyy\nk2,v\n");
        return _fixture.RunAsync(_fixture.Request("key-data", _fixture.Folder.At("a.csv"), _fixture.Folder.At("b.csv")));
    }
}
