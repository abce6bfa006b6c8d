using System.Text.Json.Serialization;

namespace Cti.Pipelines.Erasure;

/// <summary>What an erasure changed where, without the data. Its form is <c>proof.schema.json</c>.</summary>
internal sealed record ErasureProof
{
    /// <summary>Version of this document's form: 1.</summary>
    [JsonPropertyName("contract")]
    public int Contract { get; init; } = 1;

    /// <summary>Program and version that wrote it.</summary>
    [JsonPropertyName("tool")]
    public required string Tool { get; init; }

    /// <summary>The erasure's key.</summary>
    [JsonPropertyName("erasure")]
    public required string Key { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    [JsonPropertyName("began_at")]
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When all was erased, UTC.</summary>
    [JsonPropertyName("proven_at")]
    public required DateTimeOffset ProvenAt { get; init; }

    /// <summary>Name of the pepper that pseudonyms and hashes are made with.</summary>
    [JsonPropertyName("pepper_version")]
    public required string PepperVersion { get; init; }

    /// <summary>The request files.</summary>
    [JsonPropertyName("requests")]
    public required IReadOnlyList<RequestFile> Requests { get; init; }

    /// <summary>The persons: ids and keyed hashes.</summary>
    [JsonPropertyName("subjects")]
    public required IReadOnlyList<SubjectRecord> Subjects { get; init; }

    /// <summary>Where was looked: output, archives, warehouse.</summary>
    [JsonPropertyName("searched")]
    public required IReadOnlyList<string> Searched { get; init; }

    /// <summary>Each place that changed, and each that was missing, in ordinal order.</summary>
    [JsonPropertyName("changes")]
    public required IReadOnlyList<ErasureChange> Changes { get; init; }
}
