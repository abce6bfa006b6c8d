using System.Text.Json.Serialization;

namespace Cti.Pipelines.Archiving;

/// <summary>An input whose copy in the archive is verified.</summary>
/// <param name="Uri">Where it was.</param>
/// <param name="Size">Bytes as stored.</param>
/// <param name="ETag">The version that was read, copied, and alone may be deleted.</param>
/// <param name="Archived">Where it is now.</param>
internal sealed record ArchivedObject(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("etag")] string ETag,
    [property: JsonPropertyName("archived")] string Archived);
