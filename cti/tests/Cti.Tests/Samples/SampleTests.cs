using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Cti.Tests.Generator;

namespace Cti.Tests.Samples;

/// <summary>The counts that the samples' <c>expected.json</c> and README promise, held by the naive programs; the end-to-end tests hold the real one to the same file.</summary>
public class SampleTests
{
    private static readonly string Folder = Path.Combine(Root(), "cti", "samples");

    public static TheoryData<string> Files => [.. Expected().Select(sample => sample.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Sample_JudgedByANaiveProgram_GivesTheCountsOfExpectedJson(string file)
    {
        JsonElement expected = Expected().Single(sample => sample.GetProperty("file").GetString() == file);

        NaiveCounts found = Judge(expected);

        JsonElement counts = expected.GetProperty("counts");
        Assert.Equal(
            (Count("read"), Count("written"), Count("duplicates"), Count("reassigned"), Count("filtered"), Count("rejected")),
            (found.Read, found.Written, found.Duplicates, found.Reassigned, found.Filtered, found.Rejected));
        Assert.Equal(
            expected.GetProperty("reject_reasons").EnumerateObject().ToDictionary(reason => reason.Name, reason => reason.Value.GetInt64()),
            found.Reasons.ToDictionary());

        long Count(string name) => counts.GetProperty(name).GetInt64();
    }

    [Fact]
    public void SampleMonth_EveryStage_HasWorkAndPassesTheGate()
    {
        NaiveCounts month = Judge(Expected().Single(sample => sample.GetProperty("file").GetString() == "events/2021/04/events.csv"));

        Assert.All(new[] { month.Written, month.Duplicates, month.Reassigned, month.Filtered, month.Rejected }, count => Assert.True(count > 0));
        Assert.True(month.Read >= 1000 && month.Rejected < 0.05 * month.Read, "The gate must be at work, and open.");
    }

    [Fact]
    public void Readme_EveryExpectedCount_IsNamed()
    {
        string readme = File.ReadAllText(Path.Combine(Folder, "README.md"));

        foreach (JsonElement sample in Expected())
        {
            JsonElement counts = sample.GetProperty("counts");
            string[] cells = [$"`{sample.GetProperty("file").GetString()}`", .. counts.EnumerateObject().Select(count => count.Value.GetInt64().ToString("N0", CultureInfo.InvariantCulture))];
            Assert.Contains($"| {string.Join(" | ", cells)} |", readme, StringComparison.Ordinal);
        }
    }

    private static NaiveCounts Judge(JsonElement sample)
    {
        using Stream file = Open(Path.Combine(Folder, sample.GetProperty("file").GetString()!));
        return sample.GetProperty("dataset").GetString() switch
        {
            "events" => NaiveEvents.Judge(file, DateTime.ParseExact(sample.GetProperty("month").GetString()!, "yyyy-MM", CultureInfo.InvariantCulture)).Counts,
            "key-data" => NaiveKeyData.Judge(file),
            _ => NaiveInteractions.Judge(file).Counts,
        };
    }

    private static Stream Open(string path) => path.EndsWith(".gz", StringComparison.Ordinal)
        ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
        : File.OpenRead(path);

    private static List<JsonElement> Expected()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "cti.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests must run inside the repository: no cti.sln above them.");
    }
}
