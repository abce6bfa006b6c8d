using System.Buffers;

namespace Cti.Parquet.Encodings;

/// <summary>Bytes in a pooled array that grows as needed.</summary>
internal sealed class PooledBuffer : IDisposable
{
    private byte[] array = [];

    /// <summary>The array; replaced whenever the buffer grows.</summary>
    public byte[] Array => array;

    /// <summary>Bytes in use.</summary>
    public int Length { get; set; }

    /// <summary>Makes room for so many bytes after <see cref="Length"/>; what is in use is kept.</summary>
    /// <exception cref="InvalidOperationException">The buffer would pass the greatest length of an array.</exception>
    public void Reserve(int bytes)
    {
        long needed = (long)Length + bytes;
        if (needed <= array.Length) return;
        if (needed > System.Array.MaxLength)
            throw new InvalidOperationException($"A Parquet column chunk of {needed} bytes was asked for, {System.Array.MaxLength} is the limit: write smaller row groups.");
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(array.Length * 2L, System.Array.MaxLength)));
        array.AsSpan(0, Length).CopyTo(larger);
        Return();
        array = larger;
    }

    /// <summary>Gives the array back; the buffer is empty and usable again.</summary>
    public void Dispose()
    {
        Return();
        array = [];
        Length = 0;
    }

    private void Return()
    {
        if (array.Length > 0) ArrayPool<byte>.Shared.Return(array);
    }
}
