namespace Cti.Sources;

/// <summary>Counts the stored bytes that a run has read, over all its objects. Thread-safe.</summary>
public sealed class StoredBytesCounter
{
    private long total;

    /// <summary>Bytes so far.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>Adds bytes.</summary>
    public void Add(int bytes) => Interlocked.Add(ref total, bytes);
}
