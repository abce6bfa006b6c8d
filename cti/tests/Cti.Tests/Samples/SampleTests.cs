using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Cti.Tests.Generator;

namespace Cti.Tests.Samples;

/// <summary>The counts that the samples' <c>expected.json</c> and README promise, held by the naive programs; the end-to-end tests hold the real one to the same file.</summary>
public class SampleTests
{
    private static readonly string Folder = Repository.Path("cti", "samples");

    public static TheoryData<string> Inputs => [.. Expected().Where(IsSound).Select(sample => sample.GetProperty("input").GetString()!)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Sample_JudgedByANaiveProgram_GivesTheCountsOfExpectedJson(string input)
    {
        JsonElement expected = Expected().Single(sample => sample.GetProperty("input").GetString() == input);

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
        NaiveCounts month = Judge(Expected().Single(sample => sample.GetProperty("input").GetString() == "events/2021/04/events.csv"));

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
            string[] cells = [$"`{sample.GetProperty("input").GetString()}`", .. counts.EnumerateObject().Select(count => count.Value.GetInt64().ToString("N0", CultureInfo.InvariantCulture))];
            Assert.Contains($"| {string.Join(" | ", cells)} |", readme, StringComparison.Ordinal);
        }
    }

    // What is no sound CSV is judged by the program's own reader, in its tests and end to end.
    private static bool IsSound(JsonElement sample) => !sample.TryGetProperty("sound_csv", out JsonElement sound) || sound.GetBoolean();

    private static NaiveCounts Judge(JsonElement sample)
    {
        Stream[] files = [.. Files(Path.Combine(Folder, sample.GetProperty("input").GetString()!)).Select(Open)];
        return sample.GetProperty("dataset").GetString() switch
        {
            "events" => NaiveEvents.Judge(files, DateTime.ParseExact(sample.GetProperty("month").GetString()!, "yyyy-MM", CultureInfo.InvariantCulture)).Counts,
            "key-data" => NaiveKeyData.Judge(files.Single()),
            _ => NaiveInteractions.Judge(files.Single()).Counts,
        };
    }

    private static IEnumerable<string> Files(string path) => File.Exists(path)
        ? [path]
        : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static MemoryStream Open(string path)
    {
        MemoryStream content = new();
        using Stream file = File.OpenRead(path);
        using Stream unpacked = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        unpacked.CopyTo(content);
        content.Position = 0;
        return content;
    }

    private static List<JsonElement> Expected()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
