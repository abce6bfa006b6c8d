namespace Cti.ObjectStores;

/// <summary>An object being written, in two phases: what is written shows up at the commit as a whole; dispose without it aborts.</summary>
public abstract class ObjectWriter : IAsyncDisposable
{
    /// <summary>Where the object will be.</summary>
    public abstract string Uri { get; }

    /// <summary>Bytes taken so far.</summary>
    public abstract long BytesWritten { get; }

    /// <summary>Takes the next bytes; the memory may be reused once the call has completed.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Makes the object visible. Called once, after the last write.</summary>
    public abstract Task CommitAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
