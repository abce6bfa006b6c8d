namespace Cti.ObjectStores.Local;

/// <summary>A local file being written under a hidden name beside its target.</summary>
internal sealed class LocalObjectWriter(string path, TempFile temp) : ObjectWriter
{
    /// <summary>What is given to the disk as the file grows need not be waited for when it is kept; nor does it pile up before the next file.</summary>
    private const long WritebackBytes = 8 << 20;

    private long _bytes;
    private long _givenToDisk;
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
            _bytes += bytes.Length;
            if (_bytes - _givenToDisk >= WritebackBytes)
            {
                Posix.BeginWriteback(temp.Stream.SafeFileHandle, _givenToDisk, _bytes - _givenToDisk);
                _givenToDisk = _bytes;
            }

            return _bytes;
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
