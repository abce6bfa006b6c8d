namespace Cti.Parquet.Metadata;

/// <summary>Numbers of the format: physical types, annotations, encodings and codecs as its metadata writes them.</summary>
internal static class FormatCode
{
    /// <summary>Encoding PLAIN.</summary>
    public const int Plain = 0;

    /// <summary>Encoding RLE: the hybrid of runs and packed groups.</summary>
    public const int Rle = 3;

    /// <summary>Encoding RLE_DICTIONARY.</summary>
    public const int RleDictionary = 8;

    /// <summary>Page type of V1 data pages.</summary>
    public const int DataPage = 0;

    /// <summary>Page type of dictionary pages.</summary>
    public const int DictionaryPage = 2;

    /// <summary>Repetition of a column without NULLs.</summary>
    public const int Required = 0;

    /// <summary>Repetition of a column with NULLs.</summary>
    public const int Optional = 1;

    /// <summary>The physical type of a column.</summary>
    public static int PhysicalType(ParquetType type) => type switch
    {
        ParquetType.Boolean => 0,
        ParquetType.Int32 or ParquetType.Date => 1,
        ParquetType.Double => 5,
        ParquetType.Utf8 => 6,
        _ => 2,
    };

    /// <summary>The number of a codec.</summary>
    public static int Codec(ParquetCodec codec) => codec switch
    {
        ParquetCodec.Snappy => 1,
        ParquetCodec.Gzip => 2,
        _ => 0,
    };
}
