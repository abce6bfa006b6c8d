using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Cti.Parquet.Compression;

/// <summary>Gzip by the runtime's own zlib, at its default level.</summary>
/// <remarks>Its bytes are those of the runtime's zlib: the same on one runtime version, not promised across versions.</remarks>
internal sealed class GzipCompressor : PageCompressor
{
    /// <inheritdoc/>
    /// <remarks>Deflate's stored blocks cost 5 bytes in 64 KiB; fixed codes, at most an eighth.</remarks>
    public override int MaxCompressedLength(int length) => length + (length / 8) + 1024;

    /// <inheritdoc/>
    public override unsafe int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* target = &MemoryMarshal.GetReference(destination))
        {
            using UnmanagedMemoryStream stream = new(target, 0, destination.Length, FileAccess.Write);
            using (GZipStream gzip = new(stream, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(source);
            return (int)stream.Position;
        }
    }
}
