using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>One Parquet part of a run.</summary>
public sealed record ManifestOutput
{
    /// <summary>The table it belongs to.</summary>
    [JsonPropertyName("table")]
    public required string Table { get; init; }

    /// <summary>Where it is.</summary>
    [JsonPropertyName("uri")]
    public required string Uri { get; init; }

    /// <summary>Its rows.</summary>
    [JsonPropertyName("rows")]
    public required long Rows { get; init; }

    /// <summary>Its size in bytes.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Its <c>_lines</c> file: which source and line each row comes from.</summary>
    [JsonPropertyName("lines")]
    public required string Lines { get; init; }

    /// <summary>Its columns in file order.</summary>
    [JsonPropertyName("schema")]
    public required IReadOnlyList<ManifestColumn> Schema { get; init; }
}
