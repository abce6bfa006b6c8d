using Cti.Parquet;

namespace Cti.Tests.Parquet.Compression;

/// <summary>Whether a column chunk is compressed depends on what there is to gain.</summary>
public class CompressionTrialTests
{
    [Fact]
    public void Encode_RandomIds_AreStoredUncompressedUnderSnappy() => Assert.Equal(ParquetCodec.None, CodecOf(_ => Guid.NewGuid().ToString(), ParquetCodec.Snappy));

    [Fact]
    public void Encode_RandomIds_AreCompressedUnderGzip() => Assert.Equal(ParquetCodec.Gzip, CodecOf(_ => Guid.NewGuid().ToString(), ParquetCodec.Gzip));

    [Theory]
    [InlineData(ParquetCodec.Snappy)]
    [InlineData(ParquetCodec.Gzip)]
    public void Encode_WordsThatRepeat_AreCompressed(ParquetCodec codec) => Assert.Equal(codec, CodecOf(i => $"https://example.com/page/{i}", codec));

    [Fact]
    public void Encode_WordsThatRepeat_AreNotCompressedWithoutACodec() => Assert.Equal(ParquetCodec.None, CodecOf(i => $"https://example.com/page/{i}", ParquetCodec.None));

    private static ParquetCodec CodecOf(Func<int, string> text, ParquetCodec codec)
    {
        ParquetSchema schema = new([new ParquetField("text", ParquetType.Utf8, false)]);
        using RowGroupEncoder encoder = new(schema, new ParquetWriterOptions { Codec = codec });
        using EncodedRowGroup group = encoder.Encode([TextLayout.Plain([.. Enumerable.Range(0, 5000).Select(text)], new Random(1))]);
        return group.Chunks[0].Codec;
    }
}
