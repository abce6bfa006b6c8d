namespace Cti.Parquet.Metadata;

/// <summary>What the footer needs of a row group that is in the file.</summary>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Rows">Rows.</param>
/// <param name="UncompressedBytes">Bytes of its pages before compression.</param>
/// <param name="Bytes">Bytes in the file.</param>
/// <param name="Chunks">Its column chunks in schema order.</param>
internal sealed record WrittenRowGroup(long Offset, int Rows, long UncompressedBytes, long Bytes, IReadOnlyList<WrittenChunk> Chunks)
{
    /// <summary>Takes down a row group that starts at <paramref name="offset"/> in the file.</summary>
    public static WrittenRowGroup Of(EncodedRowGroup group, long offset, ThriftWriter thrift) => new(
        offset,
        group.Rows,
        group.Chunks.Sum(chunk => chunk.UncompressedLength),
        group.TotalBytes,
        [.. group.Chunks.Select(chunk => WrittenChunk.Of(chunk, offset, thrift))]);
}
