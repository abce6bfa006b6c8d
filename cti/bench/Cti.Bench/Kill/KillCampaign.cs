using System.Diagnostics;
using System.Globalization;
using Cti.Generator.Randomness;

namespace Cti.Bench.Kill;

/// <summary>
/// Kills the same <c>cti run</c> at random moments (SIGKILL: nothing can be tidied up), then lets it run to its end, and holds what is there
/// to what an undisturbed run gives. In rounds, so that one kill alone and several in a row on the same leftovers both occur.
/// </summary>
public sealed class KillCampaign(KillCampaignOptions options, TextWriter progress)
{
    private readonly Xoshiro256 _random = new(options.Seed);
    private readonly List<KillMoment> _moments = [];
    private int _spillFilesLeft;

    /// <summary>Runs the campaign; the seed is told first, so that a failure can be had again (as far as moments of time can).</summary>
    /// <exception cref="BenchException">A run failed, or ended with other files or tables than the reference.</exception>
    public async Task<KillReport> RunAsync(CancellationToken cancellation)
    {
        progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {options.Seed}, {options.Kills} kills"));
        (SortedDictionary<string, string> files, string warehouse, _) = await RunUndisturbedAsync("reference-1", cancellation);
        (SortedDictionary<string, string> again, string warehouseAgain, double seconds) = await RunUndisturbedAsync("reference-2", cancellation);
        Check("a second undisturbed run", files, again, warehouse, warehouseAgain);
        for (int round = 1; _moments.Count(moment => moment.IsKilled) < options.Kills; round++)
        {
            if (round > 2 * options.Kills) throw new BenchException("Most runs end before they are killed: give the campaign more rows.");
            await RunRoundAsync(round, seconds, files, warehouse, cancellation);
        }

        return new KillReport(options.Seed, seconds, files.Count, warehouse, _spillFilesLeft, _moments);
    }

    private async Task RunRoundAsync(int round, double seconds, SortedDictionary<string, string> files, string warehouse, CancellationToken cancellation)
    {
        string folder = Path.Combine(options.WorkFolder, string.Create(CultureInfo.InvariantCulture, $"round-{round}"));
        int kills = Math.Min(1 + _random.NextBelow(3), options.Kills - _moments.Count(moment => moment.IsKilled));
        bool isKilled = true;
        for (int kill = 0; kill < kills && isKilled; kill++)
        {
            double after = seconds * _random.NextBelow(1_000_000) / 1_000_000;
            isKilled = await KillAsync(folder, TimeSpan.FromSeconds(after), cancellation);
            KillMoment moment = new(round, after, isKilled, Describe(folder));
            _moments.Add(moment);
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: {(isKilled ? "killed after" : "ended before")} {after:F3} s, then {moment.Found}"));
        }

        await RunToEndAsync(folder, cancellation);
        (SortedDictionary<string, string> found, string tables) = await ReadAsync(folder, cancellation);
        Check(string.Create(CultureInfo.InvariantCulture, $"round {round}"), files, found, warehouse, tables);
        _spillFilesLeft += Directory.EnumerateFiles(Path.Combine(folder, "spill"), "*", SearchOption.AllDirectories).Count();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<(SortedDictionary<string, string> Files, string Warehouse, double Seconds)> RunUndisturbedAsync(string name, CancellationToken cancellation)
    {
        string folder = Path.Combine(options.WorkFolder, name);
        long begin = Stopwatch.GetTimestamp();
        await RunToEndAsync(folder, cancellation);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        (SortedDictionary<string, string> files, string warehouse) = await ReadAsync(folder, cancellation);
        return (files, warehouse, seconds);
    }

    private void Check(string what, SortedDictionary<string, string> files, SortedDictionary<string, string> found, string warehouse, string tables)
    {
        IReadOnlyList<string> differences = RunFiles.Differences(files, found);
        if (differences.Count > 0) throw new BenchException($"Seed {options.Seed}, {what}: the files are not those of an undisturbed run:\n{string.Join('\n', differences)}");
        if (tables != warehouse) throw new BenchException($"Seed {options.Seed}, {what}: the warehouse holds\n{tables}\nwhere an undisturbed run gives\n{warehouse}");
    }

    private async Task RunToEndAsync(string folder, CancellationToken cancellation)
    {
        using Process process = Start(folder);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        string errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new BenchException($"Seed {options.Seed}: cti ended with {process.ExitCode}: {await output}\n{errors}");
    }

    private async Task<bool> KillAsync(string folder, TimeSpan after, CancellationToken cancellation)
    {
        using Process process = Start(folder);
        _ = process.StandardOutput.ReadToEndAsync(cancellation);
        _ = process.StandardError.ReadToEndAsync(cancellation);
        await Task.WhenAny(process.WaitForExitAsync(cancellation), Task.Delay(after, cancellation));
        process.Kill();
        await process.WaitForExitAsync(cancellation);
        const int exitCodeOfSigkill = 128 + 9;
        if (process.ExitCode is not 0 and not exitCodeOfSigkill) throw new BenchException($"Seed {options.Seed}: cti ended with {process.ExitCode} by itself.");
        return process.ExitCode == exitCodeOfSigkill;
    }

    private Process Start(string folder)
    {
        Directory.CreateDirectory(folder);
        string spill = Directory.CreateDirectory(Path.Combine(folder, "spill")).FullName;
        string[] arguments =
        [
            "run", "--dataset", "events", "--month", options.Month, "--input", options.Input, "--output", Path.Combine(folder, "data"),
            "--warehouse", $"duckdb:{Path.Combine(folder, "warehouse.duckdb")}", "--spill-dir", spill, "--progress", "none", .. options.Arguments,
        ];
        return Process.Start(new ProcessStartInfo(options.Binary, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private async Task<(SortedDictionary<string, string> Files, string Warehouse)> ReadAsync(string folder, CancellationToken cancellation) =>
        (RunFiles.Read(Path.Combine(folder, "data")), await options.ReadWarehouse(Path.Combine(folder, "warehouse.duckdb"), cancellation));

    private static string Describe(string folder)
    {
        string data = Path.Combine(folder, "data");
        int files = Directory.Exists(data) ? Directory.EnumerateFiles(data, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Count() : 0;
        if (files == 0) return "nothing";
        bool isCommitted = Directory.EnumerateFiles(data, "manifest.json", SearchOption.AllDirectories).Any();
        string warehouse = File.Exists(Path.Combine(folder, "warehouse.duckdb")) ? ", a warehouse file" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{files} files, {(isCommitted ? "a manifest" : "no manifest")}{warehouse}");
    }
}
