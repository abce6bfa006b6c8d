using Cti.ObjectStores;

namespace Cti.Sources;

/// <summary>One input object, read once from its first byte to its last, decompressed as its content says.</summary>
public sealed class ObjectReader : IAsyncDisposable
{
    /// <summary>The least length of a buffer to read into, in bytes.</summary>
    public const int LeastRead = 64;

    private readonly Stream stored;
    private readonly StoredBytesCounter counter;
    private readonly GzipReader? gzip;
    private ReadOnlyMemory<byte> head;

    private ObjectReader(ObjectInfo info, Stream stored, ReadOnlyMemory<byte> head, Compression compression, StoredBytesCounter counter)
    {
        Info = info;
        Compression = compression;
        this.stored = stored;
        this.head = head;
        this.counter = counter;
        if (compression == Compression.Gzip) gzip = new GzipReader(info.Uri, head, stored, counter);
    }

    /// <summary>What is read.</summary>
    public ObjectInfo Info { get; }

    /// <summary>How it is stored.</summary>
    public Compression Compression { get; }

    /// <summary>Looks at the object's first bytes and begins to read it.</summary>
    /// <param name="info">The object.</param>
    /// <param name="stored">Its stored bytes; disposed with the reader, and when this call fails.</param>
    /// <param name="counter">Takes the stored bytes read.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="Failures.CtiException">Usage: a kind of compression that is not supported.</exception>
    public static async Task<ObjectReader> OpenAsync(ObjectInfo info, Stream stored, StoredBytesCounter counter, CancellationToken cancellationToken)
    {
        bool opened = false;
        try
        {
            byte[] head = new byte[ContentSniffer.Needed];
            int length = await stored.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            counter.Add(length);
            Compression compression = ContentSniffer.Detect(head.AsSpan(0, length), info.Uri);
            var reader = new ObjectReader(info, stored, head.AsMemory(0, length), compression, counter);
            opened = true;
            return reader;
        }
        finally
        {
            if (!opened) await stored.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The next bytes of the decompressed object, as many as are at hand; 0 at its end.</summary>
    /// <param name="into">At least <see cref="LeastRead"/> long.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="Failures.CtiException">Usage: a compressed object is damaged; else what the store fails with.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(into.Length, LeastRead, nameof(into));
        if (gzip is not null) return await gzip.ReadAsync(into, cancellationToken).ConfigureAwait(false);
        if (!head.IsEmpty)
        {
            int taken = head.Length;
            head.CopyTo(into);
            head = default;
            return taken;
        }

        int read = await stored.ReadAsync(into, cancellationToken).ConfigureAwait(false);
        counter.Add(read);
        return read;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (gzip is not null) await gzip.DisposeAsync().ConfigureAwait(false);
        await stored.DisposeAsync().ConfigureAwait(false);
    }
}
