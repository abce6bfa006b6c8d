using System.Text.Json.Serialization;

namespace Cti.Pipelines.Incremental;

/// <summary>The state of a dataset's inputs at one moment. Small: it grows with the runs at work, never with the objects.</summary>
internal sealed record StateHead
{
    /// <summary>Version of this document's form: 1.</summary>
    [JsonPropertyName("contract")]
    public int Contract { get; init; } = 1;

    /// <summary>Counts the changes.</summary>
    [JsonPropertyName("revision")]
    public long Revision { get; init; }

    /// <summary>Made anew for each change: no two heads have the same bytes, so an ETag never comes back.</summary>
    [JsonPropertyName("writer")]
    public string Writer { get; init; } = string.Empty;

    /// <summary>What runs have taken, oldest first.</summary>
    [JsonPropertyName("active")]
    public IReadOnlyList<ActiveClaim> Active { get; init; } = [];

    /// <summary>What is committed since the last compaction, oldest first.</summary>
    [JsonPropertyName("committed")]
    public IReadOnlyList<CommittedClaim> Committed { get; init; } = [];
}
