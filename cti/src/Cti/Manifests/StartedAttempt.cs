using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>What an attempt at a run says of itself while it works; whoever finds it without a manifest knows that the attempt was cut off.</summary>
/// <param name="BeganAt">When it began, UTC.</param>
/// <param name="MemoryBytes">The memory it was allowed.</param>
/// <param name="Threads">The threads it was allowed.</param>
public sealed record StartedAttempt(
    [property: JsonPropertyName("began_at")] DateTimeOffset BeganAt,
    [property: JsonPropertyName("memory_bytes")] long MemoryBytes,
    [property: JsonPropertyName("threads")] int Threads);
