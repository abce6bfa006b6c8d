using System.IO.Compression;
using Cti.Failures;

namespace Cti.Sources;

/// <summary>The text of a gzip object, of one or several members; an object that is cut short or damaged fails.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a stream that ends too early for a whole one and stops silently at bytes that are no member: rows would be
/// lost without a word. So a closing member with a known text is put behind the object. It comes out exactly where all before it was
/// whole; its last bytes are held back until the end is known.
/// </remarks>
internal sealed class GzipReader : IAsyncDisposable
{
    private static ReadOnlySpan<byte> ClosingText => "cti.end.of.gzip!"u8;

    // The gzip member of ClosingText. Compressed, so that the text does not show where stored bytes are copied through.
    private static readonly byte[] ClosingMember =
        Convert.FromHexString("1F8B08000000000000034B2EC9D44BCD4BD1CB4FD34BAFCA2C500400F27CA6EC10000000");

    private readonly string uri;
    private readonly GZipStream gzip;
    private readonly byte[] held = new byte[ClosingText.Length];
    private int heldLength;
    private long delivered;
    private bool ended;

    /// <summary>Begins reading.</summary>
    /// <param name="uri">Of the object, for messages.</param>
    /// <param name="head">The object's first bytes, read and counted before.</param>
    /// <param name="rest">Where it goes on; not disposed here.</param>
    /// <param name="counter">Takes the stored bytes read.</param>
    public GzipReader(string uri, ReadOnlyMemory<byte> head, Stream rest, StoredBytesCounter counter)
    {
        this.uri = uri;
        gzip = new GZipStream(new GzipStoredStream(head, rest, ClosingMember, counter), CompressionMode.Decompress);
    }

    /// <summary>The next bytes of the text; 0 at the end.</summary>
    /// <param name="into">Longer than the closing text.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="CtiException">Usage: the object is cut short or damaged.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        while (!ended)
        {
            held.AsSpan(0, heldLength).CopyTo(into.Span);
            int read = await DecompressAsync(into[heldLength..], cancellationToken).ConfigureAwait(false);
            int total = heldLength + read;
            if (read == 0)
            {
                ended = true;
                if (!into.Span[..total].SequenceEqual(ClosingText)) throw Broken(null);
                return 0;
            }

            heldLength = Math.Min(total, held.Length);
            into.Span[(total - heldLength)..total].CopyTo(held);
            delivered += total - heldLength;
            if (total > heldLength) return total - heldLength;
        }

        return 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => gzip.DisposeAsync();

    private async ValueTask<int> DecompressAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        try
        {
            return await gzip.ReadAsync(into, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException damaged)
        {
            throw Broken(damaged);
        }
    }

    private CtiException Broken(Exception? cause) => CtiException.Usage(
        "read",
        $"{uri} is gzip, but damaged, cut short or followed by other bytes: it reads to byte {delivered} of its text and no further; store the whole object again.",
        cause);
}
