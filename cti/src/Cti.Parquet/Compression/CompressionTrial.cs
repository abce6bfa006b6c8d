using Cti.Parquet.Encodings;

namespace Cti.Parquet.Compression;

/// <summary>Finds out on a sample whether compressing a column chunk is worth it. Depends on the bytes alone.</summary>
internal static class CompressionTrial
{
    /// <summary>Bytes tried of the dictionary and of the first data page each.</summary>
    private const int SampleBytes = 8 * 1024;

    /// <summary>A chunk must shrink by an eighth or more.</summary>
    private const int MinGainDivisor = 8;

    /// <summary>Whether the sample shrinks enough.</summary>
    /// <param name="compressor">The codec.</param>
    /// <param name="dictionary">The chunk's dictionary, or empty.</param>
    /// <param name="firstPage">Its first data page.</param>
    /// <param name="scratch">Holds the first page compressed afterwards, if that was tried as a whole.</param>
    /// <param name="triedBytes">Bytes of that; 0 if only a part of the page was tried.</param>
    public static bool Pays(PageCompressor compressor, ReadOnlySpan<byte> dictionary, ReadOnlySpan<byte> firstPage, PooledBuffer scratch, out int triedBytes)
    {
        double before = dictionary.Length + firstPage.Length;
        double after = Estimate(compressor, dictionary, scratch, out _) + Estimate(compressor, firstPage, scratch, out triedBytes);
        triedBytes = firstPage.Length <= SampleBytes ? triedBytes : 0;
        return before - after >= before / MinGainDivisor;
    }

    private static double Estimate(PageCompressor compressor, ReadOnlySpan<byte> page, PooledBuffer scratch, out int compressedBytes)
    {
        compressedBytes = 0;
        if (page.IsEmpty) return 0;
        ReadOnlySpan<byte> sample = page[..Math.Min(page.Length, SampleBytes)];
        scratch.Length = 0;
        scratch.Reserve(compressor.MaxCompressedLength(sample.Length));
        compressedBytes = compressor.Compress(sample, scratch.Array);
        return compressedBytes * (double)page.Length / sample.Length;
    }
}
