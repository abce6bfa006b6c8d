using System.Buffers;

namespace Cti.ObjectStores.S3;

/// <summary>One object as a stream: its next ranges are fetched side by side while the first is read.</summary>
/// <remarks>Holds at most <c>RangeBytes × RangesInFlight</c> bytes, for an object smaller than a range about its size. Each read fills the
/// caller's memory but for the last.</remarks>
internal sealed class S3ReadStream : Stream
{
    private readonly ObjectInfo _info;
    private readonly S3RangeReader _reader;
    private readonly BufferPool _pool;
    private readonly int _rangeBytes;
    private readonly bool _isSmall;
    private readonly Queue<(byte[] Buffer, int Length, Task Fetch)> _ranges = [];
    private readonly CancellationTokenSource _disposed = new();
    private long _requested;
    private long _position;
    private int _consumed;

    /// <summary>Begins to fetch at once.</summary>
    public S3ReadStream(ObjectInfo info, S3RangeReader reader, BufferPool pool, ObjectStoreOptions options)
    {
        _info = info;
        _reader = reader;
        _pool = pool;
        _rangeBytes = options.RangeBytes;
        _isSmall = info.Size < _rangeBytes;

        // Nothing to fetch in an empty object; it is asked for all the same, to see that it still is empty.
        do Request();
        while (_requested < info.Size && _ranges.Count < options.RangesInFlight);
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
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        int filled = 0;
        while (filled < buffer.Length && _ranges.TryPeek(out (byte[] Buffer, int Length, Task Fetch) range))
        {
            await range.Fetch.WaitAsync(cancellationToken);
            int count = Math.Min(range.Length - _consumed, buffer.Length - filled);
            range.Buffer.AsMemory(_consumed, count).CopyTo(buffer[filled..]);
            filled += count;
            _consumed += count;
            _position += count;
            if (_consumed == range.Length) Next();
        }

        return filled;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>For readers that know no other way; blocks the thread.</summary>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

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

    /// <summary>Stops the fetches; their buffers go back when the last byte can no longer be written into them.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed.IsCancellationRequested)
        {
            _disposed.Cancel();
            foreach ((byte[] buffer, _, Task fetch) in _ranges)
            {
                fetch.ContinueWith(
                    ended =>
                    {
                        _ = ended.Exception;
                        Return(buffer);
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }

            _ranges.Clear();
        }

        base.Dispose(disposing);
    }

    private void Request()
    {
        int length = (int)Math.Min(_rangeBytes, _info.Size - _requested);
        byte[] buffer = _isSmall ? ArrayPool<byte>.Shared.Rent(length) : _pool.Rent();
        _ranges.Enqueue((buffer, length, _reader.ReadAsync(_info, _requested, buffer.AsMemory(0, length), _disposed.Token)));
        _requested += length;
    }

    private void Next()
    {
        Return(_ranges.Dequeue().Buffer);
        _consumed = 0;
        if (_requested < _info.Size) Request();
    }

    private void Return(byte[] buffer)
    {
        if (_isSmall)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        else
        {
            _pool.Return(buffer);
        }
    }
}
