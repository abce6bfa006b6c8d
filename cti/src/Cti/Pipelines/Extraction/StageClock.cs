using System.Diagnostics;

namespace Cti.Pipelines.Extraction;

/// <summary>Adds up the time that threads spend in each stage. Thread-safe.</summary>
internal sealed class StageClock
{
    private static readonly string[] Names = ["read", "parse", "validate", "deduplicate", "encode", "write"];
    private readonly long[] _ticks = new long[Names.Length];

    /// <summary>Thread-seconds by stage.</summary>
    public IReadOnlyDictionary<string, double> Seconds
        => Names.Select((name, i) => (name, Seconds: Math.Round(_ticks[i] / (double)Stopwatch.Frequency, 3))).ToDictionary(s => s.name, s => s.Seconds);

    /// <summary>Adds what has passed since <paramref name="since"/> to a stage, and gives the time now.</summary>
    public long Add(Stage stage, long since)
    {
        long now = Stopwatch.GetTimestamp();
        Interlocked.Add(ref _ticks[(int)stage], now - since);
        return now;
    }

    /// <summary>The stages, in the order of the data path.</summary>
    public enum Stage
    {
        /// <summary>Reading and cutting.</summary>
        Read,

        /// <summary>Records and fields.</summary>
        Parse,

        /// <summary>Normal forms, rules, month.</summary>
        Validate,

        /// <summary>Telling rows apart.</summary>
        Deduplicate,

        /// <summary>Parquet pages and compression.</summary>
        Encode,

        /// <summary>Writing and digests.</summary>
        Write,
    }
}
