namespace Cti.Sources;

/// <summary>Large byte arrays for reuse: blocks pass from reading to parsing to writing and come back here. Thread-safe.</summary>
/// <remarks>Only what lies idle is bounded; how many arrays are out at once is bounded by whoever limits the blocks in flight.</remarks>
public sealed class BufferPool
{
    // Sizes are rounded up, so that blocks which differ by a few bytes can share arrays.
    private const int Granularity = 64 * 1024;

    private readonly Lock gate = new();
    private readonly List<byte[]> idle = [];
    private readonly int maxIdleBuffers;
    private readonly long maxIdleBytes;
    private long idleBytes;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="maxIdleBuffers">Arrays kept at most; default 8.</param>
    /// <param name="maxIdleBytes">Bytes kept at most; default 64 MiB.</param>
    public BufferPool(int maxIdleBuffers = 8, long maxIdleBytes = 64L << 20)
    {
        this.maxIdleBuffers = maxIdleBuffers;
        this.maxIdleBytes = maxIdleBytes;
    }

    /// <summary>An array of at least this length; its content is undefined.</summary>
    public byte[] Rent(int minimumBytes)
    {
        lock (gate)
        {
            int best = -1;
            for (int i = 0; i < idle.Count; i++)
                if (idle[i].Length >= minimumBytes && (best < 0 || idle[i].Length <= idle[best].Length)) best = i;
            if (best >= 0)
            {
                byte[] found = idle[best];
                idle.RemoveAt(best);
                idleBytes -= found.Length;
                return found;
            }
        }

        long rounded = ((long)minimumBytes + Granularity - 1) / Granularity * Granularity;
        return GC.AllocateUninitializedArray<byte>((int)Math.Min(rounded, Array.MaxLength));
    }

    /// <summary>Takes an array back; the caller must not touch it any more. Dropped where the pool is full.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length == 0) return;
        lock (gate)
        {
            if (idle.Count >= maxIdleBuffers || idleBytes + buffer.Length > maxIdleBytes) return;
            idle.Add(buffer);
            idleBytes += buffer.Length;
        }
    }
}
