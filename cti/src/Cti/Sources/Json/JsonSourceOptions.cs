namespace Cti.Sources.Json;

/// <summary>How JSON objects are read.</summary>
public sealed record JsonSourceOptions
{
    /// <summary>Decompressed bytes a block, from 1; default 4 MiB. Blocks become row groups: another size gives other files.</summary>
    public int BlockBytes { get; init; } = 4 << 20;

    /// <summary>The longest record, in bytes; default 1 MiB, at most 32 MiB. A longer one is rejected.</summary>
    public int MaxObjectBytes { get; init; } = 1 << 20;

    /// <summary>The deepest nesting of objects and lists, the record itself being 1; default 64. A deeper record is rejected.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Takes a warning, one sentence: one for each name of a field that the dataset does not know. Default: dropped.</summary>
    /// <remarks>Called from any thread, never concurrently.</remarks>
    public Action<string>? Warn { get; init; }
}
