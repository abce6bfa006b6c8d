using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>One file of rejects.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Records">How many it holds.</param>
/// <param name="Bytes">Its size.</param>
public sealed record RejectPart(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("records")] long Records,
    [property: JsonPropertyName("bytes")] long Bytes);
