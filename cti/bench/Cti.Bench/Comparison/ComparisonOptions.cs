namespace Cti.Bench.Comparison;

/// <summary>What to compare and how often.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The published <c>cti</c>.</summary>
    public required string Binary { get; init; }

    /// <summary>The folder of the peers' programs, their packages installed; null to measure <c>cti</c> alone.</summary>
    public string? Peers { get; init; }

    /// <summary>A folder for data and outputs, kept between benches so that the data is made once.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>What is read: <see cref="BenchData.Events"/> or <see cref="BenchData.WebEvents"/>.</summary>
    public string Dataset { get; init; } = BenchData.Events;

    /// <summary>Events.</summary>
    public long Rows { get; init; } = 2_000_000;

    /// <summary>Measured runs of each, after one that is not.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>Threads of each.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>The memory that <c>cti</c> may use, as its <c>--memory</c>.</summary>
    public string Memory { get; init; } = "256MB";

    /// <summary>The seed of the data.</summary>
    public ulong Seed { get; init; } = 42;
}
