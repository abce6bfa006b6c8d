using Cti.Parquet.Encodings;

namespace Cti.Parquet.Metadata;

/// <summary>What the footer needs of a column chunk that is in the file, serialised as far as it can be.</summary>
internal sealed class WrittenChunk
{
    /// <summary>Its ColumnMetaData.</summary>
    public required byte[] MetaData { get; init; }

    /// <summary>Its ColumnIndex; empty: there is none.</summary>
    public required byte[] ColumnIndex { get; init; }

    /// <summary>Its OffsetIndex.</summary>
    public required byte[] OffsetIndex { get; init; }

    /// <summary>Where the ColumnIndex stands in the file; set once it is written.</summary>
    public long ColumnIndexOffset { get; set; }

    /// <summary>Where the OffsetIndex stands in the file; set once it is written.</summary>
    public long OffsetIndexOffset { get; set; }

    /// <summary>Takes down a chunk whose row group starts at <paramref name="groupOffset"/> in the file.</summary>
    public static WrittenChunk Of(EncodedColumn chunk, long groupOffset, ThriftWriter thrift)
    {
        ParquetField field = chunk.Summary!.Field;
        WriteMetaData(chunk, field, groupOffset, thrift);
        byte[] metaData = thrift.Written.ToArray();
        byte[] columnIndex = PageIndex.WriteColumnIndex(chunk.Pages, field, thrift) ? thrift.Written.ToArray() : [];
        PageIndex.WriteOffsetIndex(chunk.Pages, groupOffset, thrift);
        return new WrittenChunk { MetaData = metaData, ColumnIndex = columnIndex, OffsetIndex = thrift.Written.ToArray() };
    }

    private static void WriteMetaData(EncodedColumn chunk, ParquetField field, long groupOffset, ThriftWriter thrift)
    {
        bool coded = chunk.DictionaryLength > 0;
        thrift.Reset();
        thrift.I32(1, FormatCode.PhysicalType(field.Type));
        thrift.I32List(2, coded ? 3 : 2);
        thrift.NumberItem(FormatCode.Plain);
        thrift.NumberItem(FormatCode.Rle);
        if (coded) thrift.NumberItem(FormatCode.RleDictionary);
        thrift.BinaryList(3, 1);
        thrift.TextItem(field.Name);
        thrift.I32(4, FormatCode.Codec(chunk.Codec));
        thrift.I64(5, chunk.Summary!.Rows);
        thrift.I64(6, chunk.UncompressedLength);
        thrift.I64(7, chunk.Length);
        thrift.I64(9, groupOffset + chunk.Pages[0].Offset);
        if (coded) thrift.I64(11, groupOffset + chunk.Offset);
        WriteStatistics(chunk, field, thrift);
        thrift.StructList(13, coded ? 2 : 1);
        if (coded) WriteEncodingCount(thrift, FormatCode.DictionaryPage, FormatCode.Plain, 1);
        WriteEncodingCount(thrift, FormatCode.DataPage, coded ? FormatCode.RleDictionary : FormatCode.Plain, chunk.Pages.Count);
        thrift.EndStruct();
    }

    private static void WriteStatistics(EncodedColumn chunk, ParquetField field, ThriftWriter thrift)
    {
        // Only min_value and max_value: the older min and max compared text as signed bytes.
        thrift.BeginStruct(12);
        thrift.I64(3, chunk.Summary!.Nulls);
        if (chunk.Bounds is { Min: not null, Max: not null } bounds)
        {
            thrift.Binary(5, bounds.Max);
            thrift.Binary(6, bounds.Min);
            thrift.Bool(7, bounds.MaxExact);
            thrift.Bool(8, bounds.MinExact);
        }

        if (field.Type == ParquetType.Double && !field.OmitStatistics) thrift.I64(9, chunk.Summary.NaNs);
        thrift.EndStruct();
    }

    private static void WriteEncodingCount(ThriftWriter thrift, int pageType, int encoding, int pages)
    {
        thrift.BeginItem();
        thrift.I32(1, pageType);
        thrift.I32(2, encoding);
        thrift.I32(3, pages);
        thrift.EndStruct();
    }
}
