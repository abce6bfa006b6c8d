using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>The options of a run that change its rows or files.</summary>
public sealed record ManifestOptions
{
    /// <summary>The month kept, as <c>2021-04</c>; null for all.</summary>
    [JsonPropertyName("month")]
    public string? Month { get; init; }

    /// <summary>Columns whose values were replaced by a keyed hash.</summary>
    [JsonPropertyName("anonymize")]
    public IReadOnlyList<string> Anonymize { get; init; } = [];

    /// <summary>The pepper's version the hashes were made with; null where nothing was anonymised.</summary>
    [JsonPropertyName("pepper_version")]
    public string? PepperVersion { get; init; }

    /// <summary>Parquet compression: snappy, gzip or none.</summary>
    [JsonPropertyName("codec")]
    public string Codec { get; init; } = "snappy";

    /// <summary>The warehouses and outputs in which records referred to were looked up; null where none were.</summary>
    [JsonPropertyName("references")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Digest of what those knew; null as above.</summary>
    [JsonPropertyName("references_digest")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReferencesDigest { get; init; }

    /// <summary>Erasures whose persons were erased while the rows were read, in order; null for none.</summary>
    [JsonPropertyName("erasures")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Erasures { get; init; }

    /// <summary>Which shard of how many, as <c>0/4</c>; null for all.</summary>
    [JsonPropertyName("shard")]
    public string? Shard { get; init; }
}
