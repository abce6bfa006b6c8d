using Cti.Parquet.Encodings;

namespace Cti.Parquet.Compression;

/// <summary>Finds out on a sample whether compressing a column chunk is worth it. Depends on the bytes alone.</summary>
internal static class CompressionTrial
{
    /// <summary>Bytes tried of the dictionary and of the first data page each.</summary>
    private const int SampleBytes = 32 * 1024;

    /// <summary>A chunk must shrink by an eighth or more.</summary>
    private const int MinGainDivisor = 8;

    /// <summary>Whether the sample shrinks enough.</summary>
    public static bool Pays(PageCompressor compressor, ReadOnlySpan<byte> dictionary, ReadOnlySpan<byte> firstPage, PooledBuffer scratch)
    {
        double before = dictionary.Length + firstPage.Length;
        double after = Estimate(compressor, dictionary, scratch) + Estimate(compressor, firstPage, scratch);
        return before - after >= before / MinGainDivisor;
    }

    private static double Estimate(PageCompressor compressor, ReadOnlySpan<byte> page, PooledBuffer scratch)
    {
        if (page.IsEmpty) return 0;
        ReadOnlySpan<byte> sample = page[..Math.Min(page.Length, SampleBytes)];
        scratch.Length = 0;
        scratch.Reserve(compressor.MaxCompressedLength(sample.Length));
        return compressor.Compress(sample, scratch.Array) * (double)page.Length / sample.Length;
    }
}
