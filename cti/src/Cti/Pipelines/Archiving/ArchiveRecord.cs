using System.Text.Json.Serialization;

namespace Cti.Pipelines.Archiving;

/// <summary>Beside a run's manifest: where its inputs are in the archive. Written when every copy is verified, before the first source is deleted.</summary>
/// <param name="Run">The run key.</param>
/// <param name="Objects">The objects, in the manifest's order, without those that were gone or replaced before they could be copied.</param>
internal sealed record ArchiveRecord(
    [property: JsonPropertyName("run")] string Run,
    [property: JsonPropertyName("objects")] IReadOnlyList<ArchivedObject> Objects);
