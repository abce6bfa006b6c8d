namespace Cti.Parquet.Metadata;

/// <summary>Headers of V1 data pages and dictionary pages.</summary>
internal static class PageHeader
{
    /// <summary>Bytes that a header takes at most.</summary>
    public const int MaxBytes = 64;

    /// <summary>Writes the header of a data page.</summary>
    public static void WriteData(ThriftWriter writer, int rows, int encoding, int uncompressedBytes, int compressedBytes)
    {
        Begin(writer, FormatCode.DataPage, uncompressedBytes, compressedBytes);
        writer.BeginStruct(5);
        writer.I32(1, rows);
        writer.I32(2, encoding);
        writer.I32(3, FormatCode.Rle);
        writer.I32(4, FormatCode.Rle);
        writer.EndStruct();
        writer.EndStruct();
    }

    /// <summary>Writes the header of a dictionary page.</summary>
    public static void WriteDictionary(ThriftWriter writer, int entries, int uncompressedBytes, int compressedBytes)
    {
        Begin(writer, FormatCode.DictionaryPage, uncompressedBytes, compressedBytes);
        writer.BeginStruct(7);
        writer.I32(1, entries);
        writer.I32(2, FormatCode.Plain);
        writer.EndStruct();
        writer.EndStruct();
    }

    private static void Begin(ThriftWriter writer, int type, int uncompressedBytes, int compressedBytes)
    {
        writer.Reset();
        writer.I32(1, type);
        writer.I32(2, uncompressedBytes);
        writer.I32(3, compressedBytes);
    }
}
