using System.Buffers.Binary;
using Cti.Parquet.Metadata;

namespace Cti.Parquet;

/// <summary>Writes one Parquet file from encoded row groups, in order, to wherever <c>write</c> sends the bytes. For one caller at a time.</summary>
/// <remarks>Of a row group that is written only what the footer says of it is kept: some hundred bytes a column.</remarks>
public sealed class ParquetFileWriter
{
    private readonly ParquetSchema schema;
    private readonly ParquetWriterOptions options;
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write;
    private readonly List<WrittenRowGroup> groups = [];
    private readonly ThriftWriter thrift = new();
    private readonly ColumnSummary[] columns;
    private bool closed;

    /// <summary>Sets the file up; nothing is written before the first row group or the end.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="options">How they are written; the same as the encoders'.</param>
    /// <param name="write">Takes the bytes of the file in order; the memory may be reused once the call has completed.</param>
    public ParquetFileWriter(ParquetSchema schema, ParquetWriterOptions options, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(write);
        options.Validate();
        this.schema = schema;
        this.options = options;
        this.write = write;
        columns = [.. schema.Fields.Select(ColumnSummary.Empty)];
    }

    /// <summary>Bytes written so far; after <see cref="FinishAsync"/>, the size of the file.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Rows appended so far.</summary>
    public long Rows { get; private set; }

    /// <summary>What is known of the values appended so far, by column in schema order.</summary>
    public IReadOnlyList<ColumnSummary> Columns => columns;

    /// <summary>Writes a row group behind those before it; one without rows leaves no trace. The group is not disposed.</summary>
    /// <exception cref="InvalidOperationException">The file is finished already, or an earlier write failed.</exception>
    public async ValueTask AppendAsync(EncodedRowGroup group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        ThrowIfClosed();
        if (group.Rows == 0) return;

        // Until the group is written as a whole, the file is in no state to go on from.
        closed = true;
        await WriteMagicOnceAsync(cancellationToken).ConfigureAwait(false);
        groups.Add(WrittenRowGroup.Of(group, BytesWritten, thrift));
        await WriteAsync(group.Bytes, cancellationToken).ConfigureAwait(false);
        Rows += group.Rows;
        for (int i = 0; i < columns.Length; i++) columns[i] = columns[i].With(group.Columns[i]);
        closed = false;
    }

    /// <summary>Writes page indexes and footer: the file is complete. It has no rows where no row group was appended.</summary>
    /// <exception cref="InvalidOperationException">The file is finished already, or an earlier write failed.</exception>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        closed = true;
        await WriteMagicOnceAsync(cancellationToken).ConfigureAwait(false);

        // All column indexes, then all offset indexes: a reader that prunes by the first reads them in one go.
        foreach (WrittenRowGroup group in groups)
            foreach (WrittenChunk chunk in group.Chunks)
                chunk.ColumnIndexOffset = await WriteIndexAsync(chunk.ColumnIndex, cancellationToken).ConfigureAwait(false);
        foreach (WrittenRowGroup group in groups)
            foreach (WrittenChunk chunk in group.Chunks)
                chunk.OffsetIndexOffset = await WriteIndexAsync(chunk.OffsetIndex, cancellationToken).ConfigureAwait(false);

        Footer.Write(thrift, schema, options, groups, Rows);
        byte[] end = new byte[thrift.Written.Length + sizeof(int) + Footer.Magic.Length];
        thrift.Written.CopyTo(end);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(thrift.Written.Length), thrift.Written.Length);
        Footer.Magic.CopyTo(end.AsSpan(thrift.Written.Length + sizeof(int)));
        await WriteAsync(end, cancellationToken).ConfigureAwait(false);
    }

    private void ThrowIfClosed()
    {
        if (closed) throw new InvalidOperationException("The Parquet file is finished, or a write to it failed: nothing can follow.");
    }

    private async ValueTask WriteMagicOnceAsync(CancellationToken cancellationToken)
    {
        if (BytesWritten == 0) await WriteAsync(Footer.Magic.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<long> WriteIndexAsync(byte[] index, CancellationToken cancellationToken)
    {
        long offset = BytesWritten;
        if (index.Length > 0) await WriteAsync(index, cancellationToken).ConfigureAwait(false);
        return offset;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await write(bytes, cancellationToken).ConfigureAwait(false);
        BytesWritten += bytes.Length;
    }
}
