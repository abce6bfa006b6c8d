using System.Text.Json.Serialization;

namespace Cti.Pipelines.Archiving;

/// <summary>Says that the inputs of a committed run are being moved, or have been: whoever gives the same command goes on from here.</summary>
/// <param name="Run">The run key.</param>
/// <param name="Manifest">The run's manifest, which lists the inputs.</param>
/// <param name="Archive">Where they go.</param>
/// <param name="Process">Who moves them, for others on the same machine.</param>
internal sealed record ArchiveMarker(
    [property: JsonPropertyName("run")] string Run,
    [property: JsonPropertyName("manifest")] string Manifest,
    [property: JsonPropertyName("archive")] string Archive,
    [property: JsonPropertyName("process")] string Process);
