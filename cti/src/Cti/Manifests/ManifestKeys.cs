using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>What a shard leaves for the load to tell its rows from those of other shards.</summary>
/// <param name="Uri">The file: entries of fixed size, sorted.</param>
/// <param name="Entries">How many.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ManifestKeys(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("entries")] long Entries,
    [property: JsonPropertyName("bytes")] long Bytes);
