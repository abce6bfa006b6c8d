using Cti.Records;
using Cti.Records.Raw;

namespace Cti.Sources;

/// <summary>Fills a batch: room for records, texts behind the block's bytes, rejects. Serves one batch at a time.</summary>
internal sealed class BatchWriter
{
    private const int LeastRecords = 4096;

    private readonly BufferPool pool;
    private int capacity;

    /// <summary>Makes a writer.</summary>
    /// <param name="pool">Where the batch's buffer comes from and a larger one is had.</param>
    public BatchWriter(BufferPool pool) => this.pool = pool;

    /// <summary>The batch being filled.</summary>
    public RawBatch Batch { get; private set; } = new();

    /// <summary>Begins a batch with a block's bytes.</summary>
    public void Begin(RawBatch batch, RawBlock block, int fields)
    {
        Batch = batch;
        batch.Buffer = block.Buffer;
        batch.BufferLength = block.Length;
        batch.Sequence = block.Sequence;
        if (batch.Fields.Length != fields) batch.Fields = [.. Enumerable.Range(0, fields).Select(_ => Array.Empty<FieldSlice>())];
        capacity = 0;
    }

    /// <summary>Makes room for this many records more.</summary>
    public void EnsureRecords(int more)
    {
        int needed = Batch.RecordCount + more;
        if (needed <= capacity) return;
        if (needed > Batch.Records.Length) Batch.Records = Resized(Batch.Records, Batch.RecordCount, needed);
        capacity = Batch.Records.Length;
        for (int field = 0; field < Batch.Fields.Length; field++)
        {
            if (Batch.Fields[field].Length < needed) Batch.Fields[field] = Resized(Batch.Fields[field], Batch.RecordCount, needed);
            capacity = Math.Min(capacity, Batch.Fields[field].Length);
        }
    }

    /// <summary>Room for a text behind what is there; the caller writes it and then says how long it became by <see cref="Take"/>.</summary>
    /// <remarks>The batch's buffer may be another one after this.</remarks>
    public Span<byte> Reserve(int bytes)
    {
        int needed = checked(Batch.BufferLength + bytes);
        if (needed > Batch.Buffer.Length)
        {
            byte[] larger = pool.Rent((int)Math.Min(needed + (needed / 2L), Array.MaxLength));
            Batch.Buffer.AsSpan(0, Batch.BufferLength).CopyTo(larger);
            pool.Return(Batch.Buffer);
            Batch.Buffer = larger;
        }

        return Batch.Buffer.AsSpan(Batch.BufferLength, bytes);
    }

    /// <summary>Takes the text that was written into <see cref="Reserve"/>'s room.</summary>
    public FieldSlice Take(int bytes)
    {
        var slice = new FieldSlice(Batch.BufferLength, bytes);
        Batch.BufferLength += bytes;
        return slice;
    }

    /// <summary>The text of a quoted field: itself, or a copy with each doubled quote written once.</summary>
    /// <param name="content">What stands between the quotes.</param>
    public FieldSlice Unescaped(FieldSlice content)
    {
        int quote = Batch.Buffer.AsSpan(content.Start, content.Length).IndexOf((byte)'"');
        if (quote < 0) return content;
        Span<byte> to = Reserve(content.Length);
        ReadOnlySpan<byte> from = Batch.Buffer.AsSpan(content.Start, content.Length);
        int written = 0;
        while (quote >= 0)
        {
            from[..(quote + 1)].CopyTo(to[written..]);
            written += quote + 1;
            from = from[(quote + 2)..];
            quote = from.IndexOf((byte)'"');
        }

        from.CopyTo(to[written..]);
        return Take(written + from.Length);
    }

    /// <summary>Adds a reject before the next record.</summary>
    public void Reject(RecordSpan span, in RecordFailure failure) =>
        Batch.Rejects.Add(new RawReject(Batch.Segments.Count - 1, span, Batch.RecordCount, failure));

    private static T[] Resized<T>(T[] array, int used, int needed)
    {
        var larger = new T[Math.Max(Math.Max(needed, LeastRecords), array.Length * 2)];
        array.AsSpan(0, used).CopyTo(larger);
        return larger;
    }
}
