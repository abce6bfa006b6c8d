using Cti.Failures;
using Microsoft.Win32.SafeHandles;

namespace Cti.ObjectStores.Local;

/// <summary>The bytes of a local file as it was listed: a file that changes meanwhile fails instead of giving a mixture.</summary>
/// <remarks>Each read fills the caller's memory but for the last; there is no buffer of its own.</remarks>
internal sealed class LocalReadStream : Stream
{
    private readonly SafeFileHandle _file;
    private readonly ObjectInfo _info;
    private long _position;

    /// <summary>Opens the file and checks that it is the listed version.</summary>
    public LocalReadStream(ObjectInfo info)
    {
        _info = info;

        // Shared for everything: a lock of ours would stand in the way of a writer that renames, and of other readers.
        _file = File.OpenHandle(info.Uri, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            CheckUnchanged();
        }
        catch (CtiException)
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _info.Size;

    /// <inheritdoc/>
    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int wanted = Wanted(buffer.Length);
        return await LocalFailures.MapAsync("read", _info.Uri, async () =>
        {
            int filled = 0;
            while (filled < wanted)
            {
                filled += Advance(await RandomAccess.ReadAsync(_file, buffer[filled..wanted], _position, cancellationToken));
            }

            return Finish(filled);
        });
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int wanted = Wanted(count);
        return LocalFailures.Map("read", _info.Uri, () =>
        {
            int filled = 0;
            while (filled < wanted)
            {
                filled += Advance(RandomAccess.Read(_file, buffer.AsSpan(offset + filled, wanted - filled), _position));
            }

            return Finish(filled);
        });
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private int Wanted(int room) => (int)Math.Min(room, _info.Size - _position);

    private int Advance(int read)
    {
        if (read == 0) throw Changed();
        _position += read;
        return read;
    }

    private int Finish(int filled)
    {
        if (_position == _info.Size) CheckUnchanged();
        return filled;
    }

    private void CheckUnchanged()
    {
        if (RandomAccess.GetLength(_file) != _info.Size || TempFile.ETagOf(File.GetLastWriteTimeUtc(_file)) != _info.ETag) throw Changed();
    }

    private CtiException Changed() =>
        CtiException.Transient("read", $"{_info.Uri} has changed since it was listed ({_info.Size} bytes then); run again when nothing writes to it.");
}
