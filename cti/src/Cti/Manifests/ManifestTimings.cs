using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>How long a run took.</summary>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="Stages">Thread-seconds by stage.</param>
public sealed record ManifestTimings(
    [property: JsonPropertyName("started")] DateTimeOffset Started,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("stages")] IReadOnlyDictionary<string, double> Stages);
