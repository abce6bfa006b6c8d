namespace Cti.Parquet;

/// <summary>How files are written. The bytes of a file depend on these, the schema, the values and the cut into row groups, and on nothing else.</summary>
public sealed record ParquetWriterOptions
{
    /// <summary>Compression of pages. Default: snappy.</summary>
    public ParquetCodec Codec { get; init; } = ParquetCodec.Snappy;

    /// <summary>Bytes of a data page before compression, about; a single longer value gets a page of its own. Default: 1 MiB. At least 1.</summary>
    public int PageBytes { get; init; } = 1 << 20;

    /// <summary>Greatest size of a column chunk's dictionary in bytes; past it the chunk is written plain. Default: 1 MiB. 0: no dictionaries.</summary>
    public int DictionaryBytes { get; init; } = 1 << 20;

    /// <summary>Bytes that a text minimum or maximum may take in the file before it is cut (the maximum rounded up). Default: 64. At least 4.</summary>
    public int StatisticsMaxBytes { get; init; } = 64;

    /// <summary>The program that wrote the file, in the form <c>name version x.y.z</c> that readers parse.</summary>
    public string CreatedBy { get; init; } = "cti-parquet version 1.0.0";

    /// <summary>Key/value metadata of the footer, written in this order. Default: none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Whether encoders keep a <see cref="DistinctSketch"/> of each column; the files' bytes do not depend on it. Default: no.</summary>
    public bool CountDistinct { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PageBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PageBytes, 1 << 28);
        ArgumentOutOfRangeException.ThrowIfNegative(DictionaryBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DictionaryBytes, 1 << 28);
        ArgumentOutOfRangeException.ThrowIfLessThan(StatisticsMaxBytes, 4);
        ArgumentNullException.ThrowIfNull(CreatedBy);
    }
}
