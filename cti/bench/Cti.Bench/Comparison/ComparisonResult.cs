using Cti.Generator.Output;

namespace Cti.Bench.Comparison;

/// <summary>Everything that a comparison found; no path and no name of a machine is in it.</summary>
public sealed record ComparisonResult
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>What on.</summary>
    public required Machine Machine { get; init; }

    /// <summary>What was read.</summary>
    public required string Dataset { get; init; }

    /// <summary>Rows of the input.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes of the input.</summary>
    public required long Bytes { get; init; }

    /// <summary>The seed of the input.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Threads of each program.</summary>
    public required int Threads { get; init; }

    /// <summary>What <c>cti</c> got as <c>--memory</c>.</summary>
    public required string Memory { get; init; }

    /// <summary>The counts that all agreed on; the peers only on the written rows.</summary>
    public required TruthCounts Counts { get; init; }

    /// <summary>The programs, <c>cti</c> first.</summary>
    public required IReadOnlyList<ContestantResult> Contestants { get; init; }

    /// <summary>Thread-seconds by stage of the run of <c>cti</c> with the median time, from its manifest.</summary>
    public required IReadOnlyDictionary<string, double> Stages { get; init; }

    /// <summary>The median seconds of <c>cti --version</c> as a whole process.</summary>
    public required double VersionSeconds { get; init; }

    /// <summary>The program under test.</summary>
    public ContestantResult Ours => Contestants[0];

    /// <summary>The peer with the least median time; null where none was measured.</summary>
    public ContestantResult? FastestPeer => Contestants.Skip(1).MinBy(peer => peer.MedianSeconds);
}
