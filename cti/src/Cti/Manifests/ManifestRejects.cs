using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>Where a run's rejects are.</summary>
/// <param name="Uri">The folder.</param>
/// <param name="Parts">Its files in order.</param>
public sealed record ManifestRejects(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("parts")] IReadOnlyList<RejectPart> Parts);
