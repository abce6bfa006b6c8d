using System.Collections.Concurrent;

namespace Cti.ObjectStores.S3;

/// <summary>Large buffers of one size for reuse; how many are out is the borrowers' matter, how many are kept is bounded.</summary>
internal sealed class BufferPool(int bytes, int keep)
{
    private readonly ConcurrentBag<byte[]> _free = [];
    private int _kept;

    /// <summary>A buffer of the pool's size with any content.</summary>
    public byte[] Rent()
    {
        if (!_free.TryTake(out byte[]? buffer)) return GC.AllocateUninitializedArray<byte>(bytes);
        Interlocked.Decrement(ref _kept);
        return buffer;
    }

    /// <summary>Takes a buffer back; the caller has no use of it any more.</summary>
    public void Return(byte[] buffer)
    {
        if (Interlocked.Increment(ref _kept) <= keep)
        {
            _free.Add(buffer);
        }
        else
        {
            Interlocked.Decrement(ref _kept);
        }
    }
}
