namespace Cti.Parquet.Metadata;

/// <summary>The file's metadata, which stands at its end.</summary>
internal static class Footer
{
    private const int FormatVersion = 1;
    private const int Utf8Converted = 0;
    private const int DecimalConverted = 5;
    private const int DateConverted = 6;
    private const int TimestampMicrosConverted = 10;

    /// <summary>First and last bytes of every Parquet file.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Writes the FileMetaData.</summary>
    public static void Write(ThriftWriter thrift, ParquetSchema schema, ParquetWriterOptions options, List<WrittenRowGroup> groups, long rows)
    {
        thrift.Reset();
        thrift.I32(1, FormatVersion);
        WriteSchema(thrift, schema);
        thrift.I64(3, rows);
        thrift.StructList(4, groups.Count);
        for (int i = 0; i < groups.Count; i++) WriteRowGroup(thrift, groups[i], i);
        if (options.Metadata.Count > 0) WriteKeyValues(thrift, options.Metadata);
        thrift.Text(6, options.CreatedBy);
        WriteColumnOrders(thrift, schema.Fields.Count);
        thrift.EndStruct();
    }

    private static void WriteSchema(ThriftWriter thrift, ParquetSchema schema)
    {
        thrift.StructList(2, schema.Fields.Count + 1);
        thrift.BeginItem();
        thrift.Text(4, "schema");
        thrift.I32(5, schema.Fields.Count);
        thrift.EndStruct();
        foreach (ParquetField field in schema.Fields)
        {
            thrift.BeginItem();
            thrift.I32(1, FormatCode.PhysicalType(field.Type));
            thrift.I32(3, field.Nullable ? FormatCode.Optional : FormatCode.Required);
            thrift.Text(4, field.Name);
            WriteAnnotation(thrift, field);
            thrift.EndStruct();
        }
    }

    /// <summary>Both annotations, the converted type of old and the logical type: which of them a warehouse reads is not ours to know.</summary>
    private static void WriteAnnotation(ThriftWriter thrift, ParquetField field)
    {
        switch (field.Type)
        {
            case ParquetType.Utf8:
                thrift.I32(6, Utf8Converted);
                thrift.BeginStruct(10);
                thrift.EmptyStruct(1);
                thrift.EndStruct();
                break;
            case ParquetType.Date:
                thrift.I32(6, DateConverted);
                thrift.BeginStruct(10);
                thrift.EmptyStruct(6);
                thrift.EndStruct();
                break;
            case ParquetType.Decimal:
                thrift.I32(6, DecimalConverted);
                thrift.I32(7, field.Scale);
                thrift.I32(8, field.Precision);
                thrift.BeginStruct(10);
                thrift.BeginStruct(5);
                thrift.I32(1, field.Scale);
                thrift.I32(2, field.Precision);
                thrift.EndStruct();
                thrift.EndStruct();
                break;
            case ParquetType.TimestampMicros:
                thrift.I32(6, TimestampMicrosConverted);
                thrift.BeginStruct(10);
                thrift.BeginStruct(8);
                thrift.Bool(1, false);
                thrift.BeginStruct(2);
                thrift.EmptyStruct(2);
                thrift.EndStruct();
                thrift.EndStruct();
                thrift.EndStruct();
                break;
        }
    }

    private static void WriteRowGroup(ThriftWriter thrift, WrittenRowGroup group, int ordinal)
    {
        thrift.BeginItem();
        thrift.StructList(1, group.Chunks.Count);
        foreach (WrittenChunk chunk in group.Chunks) WriteChunk(thrift, chunk);
        thrift.I64(2, group.UncompressedBytes);
        thrift.I64(3, group.Rows);
        thrift.I64(5, group.Offset);
        thrift.I64(6, group.Bytes);
        if (ordinal <= short.MaxValue) thrift.I16(7, (short)ordinal);
        thrift.EndStruct();
    }

    private static void WriteChunk(ThriftWriter thrift, WrittenChunk chunk)
    {
        thrift.BeginItem();
        thrift.I64(2, 0);
        thrift.RawStruct(3, chunk.MetaData);
        thrift.I64(4, chunk.OffsetIndexOffset);
        thrift.I32(5, chunk.OffsetIndex.Length);
        if (chunk.ColumnIndex.Length > 0)
        {
            thrift.I64(6, chunk.ColumnIndexOffset);
            thrift.I32(7, chunk.ColumnIndex.Length);
        }

        thrift.EndStruct();
    }

    private static void WriteKeyValues(ThriftWriter thrift, IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        thrift.StructList(5, pairs.Count);
        foreach ((string key, string value) in pairs)
        {
            thrift.BeginItem();
            thrift.Text(1, key);
            thrift.Text(2, value);
            thrift.EndStruct();
        }
    }

    /// <summary>Without it readers ignore the statistics: it says that they follow the order of the types.</summary>
    private static void WriteColumnOrders(ThriftWriter thrift, int columns)
    {
        thrift.StructList(7, columns);
        for (int i = 0; i < columns; i++)
        {
            thrift.BeginItem();
            thrift.EmptyStruct(1);
            thrift.EndStruct();
        }
    }
}
