namespace Cti.Sources;

/// <summary>A stored gzip object as the decompressor shall see it: the bytes already looked at, the rest, then a closing member of our own.</summary>
internal sealed class GzipStoredStream : Stream
{
    private readonly ReadOnlyMemory<byte> head;
    private readonly Stream rest;
    private readonly ReadOnlyMemory<byte> closing;
    private readonly StoredBytesCounter counter;
    private int headRead;
    private int closingRead;
    private bool restEnded;

    /// <summary>Makes the stream.</summary>
    /// <param name="head">What was read, and counted, before.</param>
    /// <param name="rest">Where the object goes on; not disposed with this stream.</param>
    /// <param name="closing">What follows the object; not counted.</param>
    /// <param name="counter">Takes the bytes of <paramref name="rest"/>.</param>
    public GzipStoredStream(ReadOnlyMemory<byte> head, Stream rest, ReadOnlyMemory<byte> closing, StoredBytesCounter counter)
    {
        this.head = head;
        this.rest = rest;
        this.closing = closing;
        this.counter = counter;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        int read = Take(head, ref headRead, buffer.Span);
        if (read > 0) return read;
        if (!restEnded)
        {
            read = await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            counter.Add(read);
            if (read > 0) return read;
            restEnded = true;
        }

        return Take(closing, ref closingRead, buffer.Span);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

    private static int Take(ReadOnlyMemory<byte> from, ref int taken, Span<byte> into)
    {
        int count = Math.Min(from.Length - taken, into.Length);
        from.Span.Slice(taken, count).CopyTo(into);
        taken += count;
        return count;
    }
}
