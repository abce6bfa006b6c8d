namespace Cti.ObjectStores.Local;

/// <summary>A local file being written under a hidden name beside its target.</summary>
internal sealed class LocalObjectWriter(string path, TempFile temp) : ObjectWriter
{
    private long _bytes;
    private bool _committed;

    /// <inheritdoc/>
    public override string Uri => path;

    /// <inheritdoc/>
    public override long BytesWritten => _bytes;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_committed, this);
        await LocalFailures.MapAsync("write", path, async () =>
        {
            await temp.Stream.WriteAsync(bytes, cancellationToken);
            return _bytes += bytes.Length;
        });
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_committed, this);
        await LocalFailures.MapAsync("write", path, async () =>
        {
            using NameLock held = await NameLock.AcquireAsync(path, cancellationToken);
            temp.Replace();
            return _committed = true;
        });
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => temp.DisposeAsync();
}
