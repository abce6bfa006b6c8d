using System.Text.Json.Serialization;

namespace Cti.Pipelines.Sharding;

/// <summary>One shard of a plan.</summary>
/// <param name="Shard">What <c>--shard</c> takes: <c>0/4</c>.</param>
/// <param name="Objects">How many objects it has.</param>
/// <param name="Bytes">Their bytes as stored.</param>
/// <param name="Inputs">Their URIs, in the order of the run.</param>
public sealed record PlannedShard(
    [property: JsonPropertyName("shard")] string Shard,
    [property: JsonPropertyName("objects")] int Objects,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("inputs")] IReadOnlyList<string> Inputs);
