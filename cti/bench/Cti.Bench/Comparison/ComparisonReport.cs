using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cti.Bench.Comparison;

/// <summary>A comparison for people and for machines.</summary>
public static class ComparisonReport
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The name of the result's files without their endings.</summary>
    public static string Name(ComparisonResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{result.When:yyyy-MM-dd}-{result.Dataset}-{result.Rows}");

    /// <summary>As JSON.</summary>
    public static string ToJson(ComparisonResult result)
    {
        // What the programs print names files of the machine.
        ContestantResult[] contestants = [.. result.Contestants.Select(one => one with { Runs = [.. one.Runs.Select(run => run with { Output = "" })] })];
        return JsonSerializer.Serialize(result with { Contestants = contestants }, Indented) + "\n";
    }

    /// <summary>As Markdown.</summary>
    public static string ToMarkdown(ComparisonResult result)
    {
        StringBuilder text = new();
        CultureInfo culture = CultureInfo.InvariantCulture;
        Machine machine = result.Machine;
        text.AppendLine(culture, $"# {result.Rows:N0} {result.Dataset}, {result.Bytes / 1e6:N0} MB, {result.Threads} threads ({result.When:yyyy-MM-dd})");
        text.AppendLine();
        text.AppendLine(culture, $"{machine.Cpu} ({machine.Vectors}), {machine.Cores} cores, {machine.MemoryGiB} GiB · {machine.Kernel} · {machine.Runtime} · seed {result.Seed} · `cti --memory {result.Memory}`");
        text.AppendLine();
        text.AppendLine("| whole process | median s | least | greatest | CPU s | peak MB | time to cti's |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (ContestantResult one in result.Contestants)
        {
            text.AppendLine(culture, $"| {one.Name} {one.Version} | {one.MedianSeconds:F2} | {one.LeastSeconds:F2} | {one.GreatestSeconds:F2} | {one.MedianCpuSeconds:F2} | {one.PeakBytes / 1e6:F1} | {one.MedianSeconds / result.Ours.MedianSeconds:F2} × |");
        }

        text.AppendLine();
        if (result.FastestPeer is { } peer)
            text.AppendLine(culture, $"Against the faster peer, {peer.Name}: **{peer.MedianSeconds / result.Ours.MedianSeconds:F2} ×** as fast.");
        text.AppendLine(culture, $"Runs measured of each: {result.Ours.Runs.Count}, by turns, after a warm-up. `cti --version`: {result.VersionSeconds * 1000:F0} ms.");
        text.AppendLine(culture, $"Counts checked in every run: read {result.Counts.Read}, written {result.Counts.Written}, duplicates {result.Counts.Duplicates}, reassigned {result.Counts.Reassigned}, filtered {result.Counts.Filtered}, rejected {result.Counts.Rejected}{(result.FastestPeer is null ? "" : "; the peers' written rows are the same")}.");
        AppendStages(text, result);
        return text.ToString();
    }

    private static void AppendStages(StringBuilder text, ComparisonResult result)
    {
        double sum = result.Stages.Values.Sum();
        text.AppendLine().AppendLine("## Where the time goes").AppendLine();
        text.AppendLine("Thread-milliseconds of the median run, from its manifest.").AppendLine();
        text.AppendLine("| stage | ms | share |").AppendLine("| --- | --- | --- |");
        foreach ((string stage, double seconds) in result.Stages)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {stage} | {seconds * 1000:F0} | {seconds / sum:P0} |");
    }
}
