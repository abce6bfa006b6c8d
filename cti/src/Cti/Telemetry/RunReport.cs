using Cti.Manifests;
using Cti.Telemetry.Lineage;

namespace Cti.Telemetry;

/// <summary>What telemetry and lineage are told of a run at its end. Holds no secret and no value of a record.</summary>
public sealed record RunReport
{
    /// <summary>The verb.</summary>
    public required string Verb { get; init; }

    /// <summary>The dataset; null where the command line did not tell.</summary>
    public string? Dataset { get; init; }

    /// <summary>The run key; null where it was not known.</summary>
    public string? Run { get; init; }

    /// <summary><c>ok</c>, <c>skipped</c>, <c>refused</c> or <c>failed</c>, as in the result.</summary>
    public string Status { get; init; } = "ok";

    /// <summary>The process's exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>Why it did not end well; null where it did.</summary>
    public RunFailure? Failure { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>What became of the records that this call read; null where it read none, as a load or a reused run.</summary>
    public Counts? Counts { get; init; }

    /// <summary>The manifest that this call wrote, or found where it is <see cref="Reused"/>; null where there is none.</summary>
    public Manifest? Extracted { get; init; }

    /// <summary>The manifest that a closed gate kept from being written; null otherwise. Its parts are gone.</summary>
    public Manifest? Refused { get; init; }

    /// <summary>Whether <see cref="Extracted"/> was there before.</summary>
    public bool Reused { get; init; }

    /// <summary>The most frequent reasons for rejects.</summary>
    public IReadOnlyList<RejectCount> Rejects { get; init; } = [];

    /// <summary>The manifests that were loaded.</summary>
    public IReadOnlyList<Manifest> Loaded { get; init; } = [];

    /// <summary>What the load did, by table.</summary>
    public IReadOnlyList<LoadedTable> Loads { get; init; } = [];

    /// <summary>Namespace of the warehouse, and what stands before its tables' names; null where nothing is loaded.</summary>
    public LineageDataset? Warehouse { get; init; }
}
