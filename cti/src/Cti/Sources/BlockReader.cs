using Cti.Failures;
using Cti.Records.Raw;

namespace Cti.Sources;

/// <summary>The ordered stage of a source: reads the objects one after another into blocks that end between two records.</summary>
/// <remarks>
/// A block is what is settled of the first <c>blockBytes</c> bytes since the last border, whatever came in by how many reads: all of an object that
/// ends there (the next one then shares the block), else up to the last border. Where there is none at all the view doubles. So the borders
/// depend on the bytes alone.
/// </remarks>
/// <typeparam name="TLayout">What the format must know of an object to parse its records.</typeparam>
internal sealed class BlockReader<TLayout> : IAsyncDisposable
    where TLayout : class
{
    // Enough to keep calls few, little enough that the cutter finds the bytes in the processor's cache.
    private const int PieceBytes = 256 * 1024;

    // Behind the bytes of a block: room for one byte of the next one, the least read, and vectors that reach over the end.
    private const int Margin = ObjectReader.LeastRead + 128;

    private readonly ObjectSequence objects;
    private readonly BufferPool pool;
    private readonly IObjectCutter<TLayout> cutter;
    private readonly int blockBytes;
    private readonly int maxRecordBytes;
    private readonly List<BlockPart<TLayout>> parts = [];

    private byte[] buffer = [];
    private int filled;
    private int used;
    private int window;
    private byte[] carry = [];
    private int carried;
    private long sequence;

    private ObjectReader? current;
    private int currentIndex;
    private TLayout? layout;
    private int start;
    private long offset;
    private long line;
    private bool ended;

    /// <summary>Makes a reader; nothing is opened yet.</summary>
    /// <param name="objects">The objects; disposed with the reader.</param>
    /// <param name="pool">Gives the blocks' buffers.</param>
    /// <param name="cutter">The format.</param>
    /// <param name="blockBytes">Decompressed bytes a block.</param>
    /// <param name="maxRecordBytes">The view is not widened past this for one record.</param>
    public BlockReader(ObjectSequence objects, BufferPool pool, IObjectCutter<TLayout> cutter, int blockBytes, int maxRecordBytes)
    {
        this.objects = objects;
        this.pool = pool;
        this.cutter = cutter;
        this.blockBytes = blockBytes;
        this.maxRecordBytes = maxRecordBytes;
    }

    /// <summary>The next block; null after the last.</summary>
    public async ValueTask<FormatBlock<TLayout>?> ReadAsync(CancellationToken cancellationToken)
    {
        BeginBlock();
        while (true)
        {
            if (current is null)
            {
                if (filled >= window) return Finish(filled);
                if (!await OpenNextAsync(cancellationToken).ConfigureAwait(false)) return parts.Count > 0 ? Finish(filled) : Nothing();
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
            bool final = ended && filled <= window;
            bool last = final || filled > window;
            int limit = Math.Min(filled, window);
            if (!Scan(limit, final, last) && !last) continue;
            if (final)
                await CloseObjectAsync().ConfigureAwait(false);
            else if (last && Cut(limit) is { } block)
                return block;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (current is not null) await current.DisposeAsync().ConfigureAwait(false);
        current = null;
        await objects.DisposeAsync().ConfigureAwait(false);
    }

    private void BeginBlock()
    {
        window = blockBytes;
        buffer = RentFor(Math.Max(window, carried));
        carry.AsSpan(0, carried).CopyTo(buffer);
        filled = carried;
        carried = 0;
        used = 0;
        start = 0;
        if (layout is not null) cutter.Start(layout, 0);
    }

    private async ValueTask<bool> OpenNextAsync(CancellationToken cancellationToken)
    {
        currentIndex = objects.NextIndex;
        current = await objects.NextAsync(cancellationToken).ConfigureAwait(false);
        if (current is null) return false;
        layout = null;
        start = filled;
        offset = 0;
        line = 1;
        ended = false;
        return true;
    }

    // One byte past the window is read, to know whether the object goes on.
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        int target = Math.Min(filled + PieceBytes, window + 1);
        while (filled < target && !ended)
        {
            int length = Math.Max(target - filled, ObjectReader.LeastRead);
            int read = await current!.ReadAsync(buffer.AsMemory(filled, length), cancellationToken).ConfigureAwait(false);
            filled += read;
            ended = read == 0;
        }
    }

    // True: the records of the object are being cut.
    private bool Scan(int limit, bool final, bool last)
    {
        if (layout is null && !Begin(limit, final)) return false;
        cutter.Advance(buffer, limit, final, last);
        return true;
    }

    private bool Begin(int limit, bool final)
    {
        ObjectStart<TLayout> found = cutter.Begin(buffer.AsSpan(start, limit - start), final, current!.Info.Uri);
        if (found.Layout is null) return false;
        layout = found.Layout;
        start += found.BodyStart;
        offset += found.BodyStart;
        line += found.Lines;
        cutter.Start(layout, start);
        return true;
    }

    private async ValueTask CloseObjectAsync()
    {
        if (layout is not null && start < filled)
        {
            AddPart(filled);

            // The byte behind an object is a line break, so that nobody takes the next object's bytes for its own.
            buffer[filled++] = (byte)'\n';
            used = filled;
        }

        // An object without records leaves nothing behind.
        filled = used;

        await current!.DisposeAsync().ConfigureAwait(false);
        current = null;
        layout = null;
    }

    // The window is full and the object goes on. Null: there is no border yet, the view was widened.
    private FormatBlock<TLayout>? Cut(int limit)
    {
        int border = layout is null ? start : cutter.Border;
        if (border == start && parts.Count == 0)
        {
            if (window < maxRecordBytes)
            {
                Widen();
                return null;
            }

            if (layout is null || !cutter.CutLine(buffer, limit)) throw TooLong();
            border = cutter.Border;
        }

        if (border > start)
        {
            AddPart(border);
            offset += border - start;
            line += cutter.Lines;
        }

        Keep(border);
        return Finish(border);
    }

    private void AddPart(int end) => parts.Add(new BlockPart<TLayout>(new RawSegment(currentIndex, 0, line, offset, start), end, layout!, cutter.Lines > 0));

    private void Keep(int from)
    {
        carried = filled - from;
        if (carry.Length < carried) carry = new byte[carried];
        buffer.AsSpan(from, carried).CopyTo(carry);
    }

    private void Widen()
    {
        window = (int)Math.Min(window * 2L, maxRecordBytes);
        byte[] wider = RentFor(Math.Max(window, filled));
        buffer.AsSpan(0, filled).CopyTo(wider);
        pool.Return(buffer);
        buffer = wider;
        if (layout is not null) cutter.Start(layout, start);
    }

    // An eighth more, for the texts that parsing writes behind the bytes.
    private byte[] RentFor(int bytes) => pool.Rent(checked(bytes + bytes / 8 + Margin));

    private FormatBlock<TLayout> Finish(int length)
    {
        var block = new FormatBlock<TLayout>
        {
            Sequence = sequence++,
            Buffer = buffer,
            Length = length,
            Segments = parts.ConvertAll(part => part.Segment),
            Parts = parts.ToArray(),
        };
        parts.Clear();
        buffer = [];
        return block;
    }

    private FormatBlock<TLayout>? Nothing()
    {
        pool.Return(buffer);
        buffer = [];
        return null;
    }

    private CtiException TooLong() => CtiException.Usage(
        "read",
        $"{current!.Info.Uri}: the line {line} (at byte {offset}) is longer than {maxRecordBytes} bytes; this is no text of records: check what the object holds.");
}
