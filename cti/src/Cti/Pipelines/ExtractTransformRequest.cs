using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;

namespace Cti.Pipelines;

/// <summary>Everything an extract-transform run is told; every value is checked already.</summary>
public sealed record ExtractTransformRequest
{
    /// <summary>What the input holds.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>The <c>--input</c> arguments as given: paths, globs, folders, <c>s3://</c> URIs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Folder or <c>s3://bucket/prefix</c> for the outputs, without a trailing slash.</summary>
    public required string Output { get; init; }

    /// <summary>Keep only this month, <c>2021-04</c>; null keeps all.</summary>
    public string? Month { get; init; }

    /// <summary>The gate: greatest share of rejected records from 1,000 records on. Default 0.05.</summary>
    public double MaxRejectRate { get; init; } = 0.05;

    /// <summary>Whether anomalies close the gate too. Default: they are told.</summary>
    public bool FailOnAnomaly { get; init; }

    /// <summary>How many deviations from the median of earlier runs are an anomaly. Default 6.</summary>
    public double AnomalyThreshold { get; init; } = 6;

    /// <summary>What a missing input means. Default: fail.</summary>
    public MissingInput IfMissing { get; init; } = MissingInput.Fail;

    /// <summary>Columns whose values become a keyed hash.</summary>
    public IReadOnlyList<string> Anonymize { get; init; } = [];

    /// <summary>Key of the hashes; null where none is set (then <see cref="Anonymize"/> is empty). Never logged.</summary>
    public string? Pepper { get; init; }

    /// <summary>Name of the pepper's version, for manifest and run key.</summary>
    public string? PepperVersion { get; init; }

    /// <summary>Key by which persons are found who were erased before their data came again; null where none is set. Never logged.</summary>
    public string? ErasurePepper { get; init; }

    /// <summary>Name of that key's version.</summary>
    public string? ErasurePepperVersion { get; init; }

    /// <summary>Erasures that the inputs came before, oldest first: their persons are erased on the way in. Found by the pipeline.</summary>
    public IReadOnlyList<string> Erasures { get; init; } = [];

    /// <summary>snappy, gzip or none.</summary>
    public string Codec { get; init; } = "snappy";

    /// <summary>Read and judge everything, write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>A run key of the caller's own; null derives it from the inputs.</summary>
    public string? RunKey { get; init; }

    /// <summary>Folder or <c>s3://bucket/prefix</c> of the ledger of inputs taken (<c>--incremental --state</c>); null takes every input.</summary>
    public string? State { get; init; }

    /// <summary>Folder or <c>s3://bucket/prefix</c> that the inputs are moved to when the run is complete, without a trailing slash; null leaves them.</summary>
    public string? Archive { get; init; }

    /// <summary>Warehouses and outputs of runs that know what the records refer to, as <c>ReferenceFactory.Normalise</c> gives them; none: nothing is looked up.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Digest of what the references know; null before it was asked, or where there are none.</summary>
    public string? ReferencesDigest { get; init; }

    /// <summary>The objects to read in place of <see cref="Inputs"/>: the claim of an incremental run, or the sources of a replay; null resolves the inputs.</summary>
    public IReadOnlyList<ObjectInfo>? Claimed { get; init; }

    /// <summary>The rejects that are taken again in place of <see cref="Inputs"/>; null for a run over raw objects.</summary>
    public ReplayOrigin? Replay { get; init; }

    /// <summary>The shard of the inputs that is worked on; null for all of them. Not with <see cref="State"/>, <see cref="Archive"/> or <see cref="Replay"/>.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Memory, threads, scratch space.</summary>
    public required RunResources Resources { get; init; }
}
