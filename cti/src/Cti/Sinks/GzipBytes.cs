using System.Buffers;
using System.IO.Compression;

namespace Cti.Sinks;

/// <summary>Text compressed block by block: each becomes a gzip member of its own, so that blocks are compressed in parallel and appended in order.</summary>
internal static class GzipBytes
{
    /// <summary>The bytes as one gzip member; empty where there are none.</summary>
    public static ReadOnlyMemory<byte> Member(ArrayBufferWriter<byte> text)
    {
        if (text.WrittenCount == 0)
            return ReadOnlyMemory<byte>.Empty;
        using MemoryStream target = new((text.WrittenCount / 4) + 64);
        using (GZipStream gzip = new(target, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(text.WrittenSpan);
        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }
}
