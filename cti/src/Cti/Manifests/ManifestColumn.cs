using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>One column of a part.</summary>
public sealed record ManifestColumn
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Its logical type, lower case, as the dataset declares it.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>Whether it may hold NULL.</summary>
    [JsonPropertyName("nullable")]
    public required bool Nullable { get; init; }

    /// <summary>NULLs in this part.</summary>
    [JsonPropertyName("nulls")]
    public required long Nulls { get; init; }

    /// <summary>The longest value in UTF-8 bytes; null for other types than text.</summary>
    [JsonPropertyName("longest")]
    public int? Longest { get; init; }

    /// <summary>Least value as text; null where there is none or the column is personal.</summary>
    [JsonPropertyName("min")]
    public string? Min { get; init; }

    /// <summary>Greatest value as text; null where there is none or the column is personal.</summary>
    [JsonPropertyName("max")]
    public string? Max { get; init; }
}
