using System.Text.Json.Serialization;

namespace Cti.Pipelines.Erasure;

/// <summary>Who erases in an output just now.</summary>
/// <param name="Owner">Made up by the holder: nobody else has it.</param>
/// <param name="Until">When it counts as dead unless it says otherwise before, UTC.</param>
/// <param name="Process">Its process, for others on the same machine.</param>
internal sealed record TurnHolder(
    [property: JsonPropertyName("owner")] string Owner,
    [property: JsonPropertyName("until")] DateTimeOffset Until,
    [property: JsonPropertyName("process")] string Process);
