namespace Cti.Sources.Csv;

/// <summary>How CSV objects are read.</summary>
public sealed record CsvSourceOptions
{
    /// <summary>Decompressed bytes a block, from 1; default 4 MiB. Blocks become row groups: another size gives other files.</summary>
    public int BlockBytes { get; init; } = 4 << 20;

    /// <summary>The longest field, in bytes of UTF-8 without quotes and escapes; default 1 MiB. A record with a longer one is rejected.</summary>
    public int MaxFieldBytes { get; init; } = 1 << 20;

    /// <summary>The longest line, in bytes; default 32 MiB, at most 512 MiB. An object with a longer one fails: it is not CSV.</summary>
    public int MaxRecordBytes { get; init; } = 32 << 20;

    /// <summary>The delimiter, an ASCII character; null, the default, finds it from the header among comma, semicolon, tab and bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Takes a warning, one sentence: for now, one for each object that has columns which the dataset does not know. Default: dropped.</summary>
    /// <remarks>Called by the ordered reading only, never concurrently.</remarks>
    public Action<string>? Warn { get; init; }

    /// <summary>The instructions that the scans use; the tests try each.</summary>
    internal VectorPath Path { get; init; } = VectorPath.Best;
}
