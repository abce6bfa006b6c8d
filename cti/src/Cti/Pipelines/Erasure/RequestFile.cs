using System.Text.Json.Serialization;
using Cti.ObjectStores;

namespace Cti.Pipelines.Erasure;

/// <summary>A file of requests.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Size">Bytes as stored.</param>
/// <param name="ETag">Its version.</param>
/// <param name="ArrivedAt">When it came, in microseconds since 1970-01-01 UTC.</param>
/// <param name="Requests">How many requests it holds.</param>
/// <param name="Faults">Those that cannot be carried out, by line and reason, without their values; such a file is kept.</param>
internal sealed record RequestFile(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("etag")] string ETag,
    [property: JsonPropertyName("arrived_at")] long ArrivedAt,
    [property: JsonPropertyName("requests")] int Requests,
    [property: JsonPropertyName("faults")] IReadOnlyList<string> Faults)
{
    /// <summary>As a listing shows it.</summary>
    public ObjectInfo ToInfo() => new(Uri, Size, ETag, default);
}
