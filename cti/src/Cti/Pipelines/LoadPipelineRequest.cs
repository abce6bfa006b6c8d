using Cti.Records;
using Cti.Warehouses;

namespace Cti.Pipelines;

/// <summary>Everything a load is told; every value is checked already.</summary>
public sealed record LoadPipelineRequest
{
    /// <summary>The dataset of all runs.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>The <c>--input</c> arguments: URIs of manifests, or of the run folders that hold a <c>manifest.json</c>.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The run that all manifests must be of; null for any.</summary>
    public string? RunKey { get; init; }

    /// <summary>How rows that are there already are treated. Default: merge.</summary>
    public LoadMode Mode { get; init; } = LoadMode.Merge;

    /// <summary>With replace: the month replaced, <c>2021-04</c>; null for the whole table.</summary>
    public string? Month { get; init; }

    /// <summary>Whether to make tables that are missing. Default: no; the embedded warehouse always does.</summary>
    public bool Create { get; init; }

    /// <summary>Check everything and give the SQL, change nothing.</summary>
    public bool DryRun { get; init; }
}
