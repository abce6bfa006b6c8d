namespace Cti.Parquet.Compression;

/// <summary>The seam that a compression library stands behind: one page in, one page out. Not thread-safe: it may hold scratch.</summary>
internal abstract class PageCompressor
{
    /// <summary>The compressor of a codec; null for none.</summary>
    public static PageCompressor? For(ParquetCodec codec) => codec switch
    {
        ParquetCodec.Snappy => new SnappyCompressor(),
        ParquetCodec.Gzip => new GzipCompressor(),
        _ => null,
    };

    /// <summary>Bytes that so many bytes take at most, scratch past the end included.</summary>
    public abstract int MaxCompressedLength(int length);

    /// <summary>Compresses a page.</summary>
    /// <param name="source">The page.</param>
    /// <param name="destination">At least <see cref="MaxCompressedLength"/> bytes; what stands after the result is undefined.</param>
    /// <returns>Bytes of the result.</returns>
    public abstract int Compress(ReadOnlySpan<byte> source, Span<byte> destination);
}
