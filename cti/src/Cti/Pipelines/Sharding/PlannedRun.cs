using System.Text.Json.Serialization;

namespace Cti.Pipelines.Sharding;

/// <summary>A run's inputs in shards.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Objects">How many objects there are.</param>
/// <param name="Bytes">Their bytes as stored.</param>
/// <param name="Shards">The shards, in the order of the run: as many as were asked for, those past the objects empty.</param>
public sealed record PlannedRun(
    [property: JsonPropertyName("dataset")] string Dataset,
    [property: JsonPropertyName("objects")] int Objects,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("shards")] IReadOnlyList<PlannedShard> Shards);
