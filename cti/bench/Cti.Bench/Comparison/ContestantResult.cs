using Cti.Bench.Processes;

namespace Cti.Bench.Comparison;

/// <summary>How one program did.</summary>
/// <param name="Name">The program.</param>
/// <param name="Version">Its version, as it says itself.</param>
/// <param name="Runs">Its measured runs in order.</param>
public sealed record ContestantResult(string Name, string Version, IReadOnlyList<Measurement> Runs)
{
    /// <summary>The median of the wall-clock seconds.</summary>
    public double MedianSeconds => Median(Runs.Select(run => run.Seconds));

    /// <summary>The median of the processor's seconds.</summary>
    public double MedianCpuSeconds => Median(Runs.Select(run => run.CpuSeconds));

    /// <summary>The fastest run's seconds.</summary>
    public double LeastSeconds => Runs.Min(run => run.Seconds);

    /// <summary>The slowest run's seconds.</summary>
    public double GreatestSeconds => Runs.Max(run => run.Seconds);

    /// <summary>The greatest peak of resident memory of all runs.</summary>
    public long PeakBytes => Runs.Max(run => run.PeakBytes);

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
