using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>One input object of a run.</summary>
/// <param name="Uri">Where it was.</param>
/// <param name="Size">Bytes as stored.</param>
/// <param name="ETag">Its version.</param>
/// <param name="Counts">What became of its records.</param>
/// <param name="Arrived">When the store took it; null in manifests that do not tell.</param>
/// <param name="Header">Of CSV with rejected records: its header as it stands there, so that they can be read again without the object; else null.</param>
public sealed record ManifestInput(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("etag")] string ETag,
    [property: JsonPropertyName("counts")] Counts Counts,
    [property: JsonPropertyName("arrived"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Arrived = null,
    [property: JsonPropertyName("header"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Header = null);
