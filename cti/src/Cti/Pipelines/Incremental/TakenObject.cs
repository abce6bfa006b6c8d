using System.Text.Json.Serialization;
using Cti.ObjectStores;

namespace Cti.Pipelines.Incremental;

/// <summary>One version of an object in a claim or in the ledger.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Size">Bytes as stored.</param>
/// <param name="ETag">Its version: S3's ETag, or a local file's time of change.</param>
/// <param name="Modified">When the store took it. Not part of its identity, but some datasets' rows depend on it: a resumed run must see the same.</param>
internal sealed record TakenObject(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("etag")] string ETag,
    [property: JsonPropertyName("modified")] DateTimeOffset Modified)
{
    /// <summary>Tells one version of an object from every other.</summary>
    [JsonIgnore]
    public ObjectVersion Version => new(Uri, Size, ETag);

    /// <summary>The version as a listing showed it.</summary>
    public static TakenObject Of(ObjectInfo info) => new(info.Uri, info.Size, info.ETag, info.LastModified);

    /// <summary>As a listing shows it.</summary>
    public ObjectInfo ToInfo() => new(Uri, Size, ETag, Modified);
}
