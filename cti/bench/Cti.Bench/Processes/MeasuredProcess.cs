using System.Diagnostics;
using System.Globalization;

namespace Cti.Bench.Processes;

/// <summary>
/// Runs a program under GNU time. The kernel counts peak memory from the fork on, so a child of a large process seems as large as its
/// parent; GNU time stands between as a small one.
/// </summary>
public static class MeasuredProcess
{
    private const string Time = "/usr/bin/time";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables to set for it.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <exception cref="BenchException">GNU time is missing, or the program did not end with 0.</exception>
    public static async Task<Measurement> RunAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        if (!File.Exists(Time)) throw new BenchException($"{Time} is missing: install GNU time (Debian's package `time`).");
        string report = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = new(Time, ["-q", "-o", report, "-f", "%U %S %M", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach ((string name, string value) in environment) start.Environment[name] = value;
            long begin = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start)!;
            await using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            cancellation.ThrowIfCancellationRequested();
            if (process.ExitCode != 0) throw new BenchException($"{command[0]} ended with {process.ExitCode}:\n{await errors}");
            return Parse(await File.ReadAllTextAsync(report, cancellation), seconds, await output);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static Measurement Parse(string report, double seconds, string output)
    {
        string[] parts = report.Trim().Split(' ');
        double cpu = double.Parse(parts[0], CultureInfo.InvariantCulture) + double.Parse(parts[1], CultureInfo.InvariantCulture);
        long peakBytes = long.Parse(parts[2], CultureInfo.InvariantCulture) * 1024;
        return new Measurement(seconds, cpu, peakBytes, output);
    }
}
