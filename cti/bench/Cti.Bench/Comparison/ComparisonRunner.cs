using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cti.Bench.Processes;
using Cti.Generator.Output;

namespace Cti.Bench.Comparison;

/// <summary>Runs <c>cti</c> and its peers by turns on the same file, and holds their counts to the truth.</summary>
public sealed class ComparisonRunner(ComparisonOptions options, TimeProvider clock, TextWriter progress)
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly string _output = Path.Combine(options.WorkFolder, "output");

    /// <summary>Measures.</summary>
    /// <exception cref="BenchException">A program failed, or its counts are wrong: then its time means nothing.</exception>
    public async Task<ComparisonResult> RunAsync(CancellationToken cancellation)
    {
        progress.WriteLine($"data: {options.Rows} {options.Dataset}");
        BenchData data = BenchData.Prepare(options.WorkFolder, options.Dataset, options.Rows, options.Seed, cancellation);
        Contestant[] contestants = [.. Contestants(data)];
        List<Measurement>[] runs = [.. contestants.Select(_ => new List<Measurement>())];
        List<IReadOnlyDictionary<string, double>> stages = [];
        for (int round = 0; round <= options.Runs; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                Measurement measured = await MeasureAsync(contestants[i], cancellation);
                CheckCounts(contestants[i], measured, data.Counts);
                progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(round == 0 ? "warm-up" : $"run {round}")}: {contestants[i].Name} {measured.Seconds:F2} s, {measured.CpuSeconds:F2} s of CPU, {measured.PeakBytes / 1e6:F0} MB"));
                if (round == 0) continue;
                runs[i].Add(measured);
                if (i == 0) stages.Add(ReadStages(measured));
            }
        }

        ContestantResult[] results = [.. contestants.Select((contestant, i) => new ContestantResult(contestant.Name, Version(runs[i][^1]), runs[i]))];
        double versionSeconds = await MeasureVersionAsync(cancellation);
        results[0] = results[0] with { Version = await ReadVersionAsync(cancellation) };
        DeleteOutput();
        return new ComparisonResult
        {
            When = clock.GetUtcNow(),
            Dataset = options.Dataset,
            Machine = Machine.Read(),
            Rows = options.Rows,
            Bytes = data.Bytes,
            Seed = options.Seed,
            Threads = options.Threads,
            Memory = options.Memory,
            Counts = data.Counts,
            Contestants = results,
            Stages = stages[MedianRun(runs[0])],
            VersionSeconds = versionSeconds,
        };
    }

    private IEnumerable<Contestant> Contestants(BenchData data)
    {
        string threads = options.Threads.ToString(CultureInfo.InvariantCulture);
        string[] month = data.Month is null ? [] : ["--month", data.Month];
        yield return new Contestant(
            "cti",
            output => [options.Binary, "extract-transform", "--dataset", data.Dataset, .. month, "--input", data.Input, "--output", output,
                "--threads", threads, "--memory", options.Memory, "--progress", "none"],
            Nothing);
        if (options.Peers is not { } peers) yield break;
        if (data.Month is null)
        {
            yield return new Contestant("DuckDB", output => ["node", Path.Combine(peers, "duckdb-web-events.mjs"), data.Input + "/**", output, threads], Nothing);
            yield break;
        }

        yield return Peer("DuckDB", "duckdb.mjs", Nothing);
        yield return Peer("Polars", "polars.mjs", new() { ["POLARS_MAX_THREADS"] = threads });

        Contestant Peer(string name, string script, Dictionary<string, string> environment) => new(
            name,
            output => ["node", Path.Combine(peers, script), data.Input, Path.Combine(output, "events.parquet"), data.Month, threads],
            environment);
    }

    private async Task<Measurement> MeasureAsync(Contestant contestant, CancellationToken cancellation)
    {
        DeleteOutput();
        Directory.CreateDirectory(_output);
        // What the run before left to be written to disk must not slow this one down.
        using (Process sync = Process.Start("sync")) await sync.WaitForExitAsync(cancellation);
        return await MeasuredProcess.RunAsync(contestant.Command(_output), contestant.Environment, cancellation);
    }

    private static void CheckCounts(Contestant contestant, Measurement measured, TruthCounts truth)
    {
        using JsonDocument result = JsonDocument.Parse(measured.LastLine);
        JsonElement root = result.RootElement;
        bool isOurs = root.TryGetProperty("counts", out JsonElement counts);
        (string Name, long Expected)[] expected = isOurs
            ? [("read", truth.Read), ("written", truth.Written), ("duplicates", truth.Duplicates), ("reassigned", truth.Reassigned), ("filtered", truth.Filtered), ("rejected", truth.Rejected)]
            : [("written", truth.Written)];
        foreach ((string name, long count) in expected)
        {
            long found = (isOurs ? counts : root).GetProperty(name).GetInt64();
            if (found != count) throw new BenchException($"{contestant.Name} found {name} {found}, where the truth is {count}: {measured.LastLine}");
        }
    }

    private static Dictionary<string, double> ReadStages(Measurement measured)
    {
        using JsonDocument result = JsonDocument.Parse(measured.LastLine);
        string manifest = result.RootElement.GetProperty("manifest").GetString()!;
        if (Uri.TryCreate(manifest, UriKind.Absolute, out Uri? uri) && uri.IsFile) manifest = uri.LocalPath;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return document.RootElement.GetProperty("timings").GetProperty("stages").Deserialize<Dictionary<string, double>>()!;
    }

    private static int MedianRun(List<Measurement> runs) => runs.Index().OrderBy(run => run.Item.Seconds).ElementAt((runs.Count - 1) / 2).Index;

    private static string Version(Measurement measured)
    {
        using JsonDocument result = JsonDocument.Parse(measured.LastLine);
        return result.RootElement.TryGetProperty("version", out JsonElement version) ? version.GetString()! : "";
    }

    private async Task<double> MeasureVersionAsync(CancellationToken cancellation)
    {
        List<double> seconds = [];
        for (int i = 0; i < 11; i++) seconds.Add((await MeasuredProcess.RunAsync([options.Binary, "--version"], Nothing, cancellation)).Seconds);
        return ContestantResult.Median(seconds);
    }

    private async Task<string> ReadVersionAsync(CancellationToken cancellation) =>
        (await MeasuredProcess.RunAsync([options.Binary, "--version"], Nothing, cancellation)).LastLine;

    private void DeleteOutput()
    {
        if (Directory.Exists(_output)) Directory.Delete(_output, recursive: true);
    }
}
