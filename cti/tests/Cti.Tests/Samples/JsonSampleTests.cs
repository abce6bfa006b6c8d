using Cti.Pipelines;
using Cti.Records;
using Cti.Tests.Pipelines;

namespace Cti.Tests.Samples;

/// <summary>The counts that the README of the samples promises for the JSON datasets; each oddity was counted by hand.</summary>
public sealed class JsonSampleTests : IDisposable
{
    private readonly ExtractionFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("customers", "hourly", 19, 8, 4, 0, 7)]
    [InlineData("products", "hourly", 11, 4, 1, 0, 6)]
    [InlineData("transactions", "hourly", 18, 5, 5, 0, 8)]
    [InlineData("erasure-requests", "hourly", 8, 3, 1, 0, 4)]
    [InlineData("web-events", "web-data", 17, 8, 2, 2, 5)]
    public async Task Run_Sample_GivesTheCountsOfTheReadme(string dataset, string folder, long read, long written, long duplicates, long filtered, long rejected)
    {
        ExtractTransformRequest request = _fixture.Request(dataset, Repository.Path("cti", "samples", folder)) with
        {
            Anonymize = DatasetCatalog.Find(dataset)!.AlwaysAnonymized,
            Pepper = "p",
            PepperVersion = "1",
        };

        ExtractTransformOutcome outcome = await _fixture.RunAsync(request);

        string rejects = string.Join("; ", ExtractionFixture.JsonLines(Directory.EnumerateFiles(_fixture.Folder.At("out"), "part-*.jsonl.gz", SearchOption.AllDirectories).Where(f => f.Contains("rejects", StringComparison.Ordinal))).Select(l => l.GetProperty("errors").ToString()));
        Assert.True((read, written, duplicates, filtered, rejected) == (outcome.Counts.Read, outcome.Counts.Written, outcome.Counts.Duplicates, outcome.Counts.Filtered, outcome.Counts.Rejected), $"{outcome.Counts} {rejects}");
        string readme = await File.ReadAllTextAsync(Repository.Path("cti", "samples", "README.md"));
        Assert.Contains($"| `{dataset}` of `{folder}` | {read} | {written} | {duplicates} | 0 | {filtered} | {rejected} |", readme, StringComparison.Ordinal);
    }
}
