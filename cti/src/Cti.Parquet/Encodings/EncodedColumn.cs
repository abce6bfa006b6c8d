namespace Cti.Parquet.Encodings;

/// <summary>One encoded column chunk: where its pages stand and what the footer says of them.</summary>
internal sealed class EncodedColumn
{
    /// <summary>Where the chunk starts in the row group's bytes.</summary>
    public required int Offset { get; init; }

    /// <summary>Bytes of the chunk, page headers included.</summary>
    public int Length { get; set; }

    /// <summary>Bytes the chunk would take uncompressed, page headers included.</summary>
    public long UncompressedLength { get; set; }

    /// <summary>How its pages are compressed: the codec asked for, or none.</summary>
    public ParquetCodec Codec { get; set; }

    /// <summary>Bytes of the dictionary page, header included; 0: there is none and the data pages are plain.</summary>
    public int DictionaryLength { get; set; }

    /// <summary>Its data pages in order.</summary>
    public List<EncodedPage> Pages { get; } = [];

    /// <summary>Bounds of the whole chunk.</summary>
    public PageBounds Bounds { get; set; }

    /// <summary>What is known of its values.</summary>
    public ColumnSummary? Summary { get; set; }
}
