namespace Cti.Pipelines.Erasure;

/// <summary>Everything an erasure is told; every value is checked already.</summary>
public sealed record ErasureRequest
{
    /// <summary>Where the requests are: paths, globs, folders, <c>s3://</c> URIs.</summary>
    public required IReadOnlyList<string> Requests { get; init; }

    /// <summary>Folder or <c>s3://bucket/prefix</c> of all runs.</summary>
    public required string Output { get; init; }

    /// <summary>The archive that inputs were moved to; null where there is none.</summary>
    public string? Archive { get; init; }

    /// <summary>Whether the request files stay: for another output or warehouse that is still to be asked. Default: they are deleted after the proof.</summary>
    public bool KeepRequests { get; init; }

    /// <summary>Key of pseudonyms and hashes. Never logged.</summary>
    public required string Pepper { get; init; }

    /// <summary>Name of the pepper's version.</summary>
    public required string PepperVersion { get; init; }

    /// <summary>A key of the caller's own for the erasure; null derives it from requests, warehouse and archive.</summary>
    public string? RunKey { get; init; }

    /// <summary>Memory, threads, scratch space.</summary>
    public required RunResources Resources { get; init; }
}
