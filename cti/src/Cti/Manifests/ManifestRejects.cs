using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>Where a run's rejects are.</summary>
/// <param name="Uri">The folder.</param>
/// <param name="Parts">Its files in order.</param>
/// <param name="ByReference">Of their records, those rejected for what they refer to alone.</param>
public sealed record ManifestRejects(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("parts")] IReadOnlyList<RejectPart> Parts,
    [property: JsonPropertyName("by_reference"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long ByReference = 0);
