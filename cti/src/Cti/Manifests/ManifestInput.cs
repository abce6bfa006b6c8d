using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>One input object of a run.</summary>
/// <param name="Uri">Where it was.</param>
/// <param name="Size">Bytes as stored.</param>
/// <param name="ETag">Its version.</param>
/// <param name="Counts">What became of its records.</param>
public sealed record ManifestInput(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("etag")] string ETag,
    [property: JsonPropertyName("counts")] Counts Counts);
