using Cti.Parquet.Encodings;

namespace Cti.Parquet;

/// <summary>One row group, ready to be appended to a file. Its bytes are pooled: dispose it once they are written.</summary>
public sealed class EncodedRowGroup : IDisposable
{
    private readonly PooledBuffer buffer;
    private bool disposed;

    internal EncodedRowGroup(ParquetSchema schema, int rows, PooledBuffer buffer, EncodedColumn[] chunks)
    {
        this.buffer = buffer;
        Rows = rows;
        TotalBytes = buffer.Length;
        Chunks = chunks;
        Columns = rows == 0
            ? [.. schema.Fields.Select(ColumnSummary.Empty)]
            : [.. chunks.Select(chunk => chunk.Summary!)];
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Bytes that the group adds to a file before its footer.</summary>
    public int TotalBytes { get; }

    /// <summary>What is known of the values, by column in schema order.</summary>
    public IReadOnlyList<ColumnSummary> Columns { get; }

    internal IReadOnlyList<EncodedColumn> Chunks { get; }

    internal ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return buffer.Array.AsMemory(0, buffer.Length);
        }
    }

    /// <summary>Gives the memory back; the group cannot be appended any more.</summary>
    public void Dispose()
    {
        disposed = true;
        buffer.Dispose();
    }
}
