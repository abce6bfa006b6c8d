using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Cti.Records.Columns;
using Cti.Warehouses.DuckDb;

namespace Cti.Warehouses.Postgres;

/// <summary>Rows in the binary form of PostgreSQL's COPY, made from the engine's memory without an object a value.</summary>
/// <remarks>The form: a head; for each row the number of fields, for each field its bytes' number (-1 for NULL) and the bytes, all numbers
/// with the highest byte first; a closing -1. Each type's bytes are those of its <c>typreceive</c> function.</remarks>
internal sealed class CopyEncoder : IDisposable
{
    /// <summary>Days from 1970-01-01 to 2000-01-01, where PostgreSQL begins to count.</summary>
    private const int EpochDays = 10_957;
    private const long EpochMicroseconds = EpochDays * 86_400_000_000L;
    private const int FieldHeadBytes = 4;
    private const int RowHeadBytes = 2;
    private readonly ColumnType[] _types;
    private readonly DuckDbVector[] _columns;
    private byte[] _buffer;

    /// <summary>An encoder for rows of these columns.</summary>
    public CopyEncoder(IReadOnlyList<ColumnDefinition> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _types = [.. columns.Select(c => c.Type)];
        _columns = new DuckDbVector[_types.Length];
        _buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
    }

    /// <summary>What stands before the first row: signature, flags, and the length of an extension that there is none of.</summary>
    public static ReadOnlySpan<byte> Head => [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What stands after the last row.</summary>
    public static ReadOnlySpan<byte> End => [0xff, 0xff];

    /// <summary>Bytes made since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>How many they are.</summary>
    public int Length { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Appends the rows of a chunk.</summary>
    public void Append(DuckDbChunk chunk)
    {
        int rows = chunk.Rows;
        for (int c = 0; c < _columns.Length; c++)
            _columns[c] = chunk.Column(c);
        Reserve(MostBytes(rows));
        Span<byte> to = _buffer.AsSpan();
        int at = Length;
        for (int row = 0; row < rows; row++)
        {
            BinaryPrimitives.WriteInt16BigEndian(to[at..], (short)_columns.Length);
            at += RowHeadBytes;
            for (int c = 0; c < _columns.Length; c++)
                at += Field(_types[c], in _columns[c], row, to[at..]);
        }

        Length = at;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Field(ColumnType type, in DuckDbVector column, int row, Span<byte> to)
    {
        if (!column.HasValue(row))
        {
            BinaryPrimitives.WriteInt32BigEndian(to, -1);
            return FieldHeadBytes;
        }

        Span<byte> value = to[FieldHeadBytes..];
        int bytes = type is ColumnType.Text or ColumnType.Json or ColumnType.Uuid ? Text(column.Text(row), value) : Number(type, in column, row, value);
        BinaryPrimitives.WriteInt32BigEndian(to, bytes);
        return FieldHeadBytes + bytes;
    }

    private static int Text(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        return text.Length;
    }

    private static int Number(ColumnType type, in DuckDbVector column, int row, Span<byte> to)
    {
        switch (type)
        {
            case ColumnType.Int32:
                BinaryPrimitives.WriteInt32BigEndian(to, column.Value<int>(row));
                return sizeof(int);
            case ColumnType.Int64:
                BinaryPrimitives.WriteInt64BigEndian(to, column.Value<long>(row));
                return sizeof(long);
            case ColumnType.Double:
                BinaryPrimitives.WriteDoubleBigEndian(to, column.Value<double>(row));
                return sizeof(double);
            case ColumnType.Boolean:
                to[0] = column.Value<byte>(row);
                return sizeof(byte);
            case ColumnType.Date:
                BinaryPrimitives.WriteInt32BigEndian(to, column.Value<int>(row) - EpochDays);
                return sizeof(int);
            case ColumnType.Timestamp:
                BinaryPrimitives.WriteInt64BigEndian(to, column.Value<long>(row) - EpochMicroseconds);
                return sizeof(long);
            default:
                return CopyNumeric.Write(column.Value<long>(row), to);
        }
    }

    private int MostBytes(int rows)
    {
        long bytes = (long)rows * RowHeadBytes;
        for (int c = 0; c < _types.Length; c++)
        {
            bytes += (long)rows * (FieldHeadBytes + CopyNumeric.MostBytes);
            if (_types[c] is ColumnType.Text or ColumnType.Json or ColumnType.Uuid)
                bytes += TextBytes(in _columns[c], rows);
        }

        return checked((int)bytes);
    }

    private static long TextBytes(in DuckDbVector column, int rows)
    {
        long bytes = 0;
        for (int row = 0; row < rows; row++)
            bytes += column.HasValue(row) ? column.TextLength(row) : 0;
        return bytes;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - Length >= bytes)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + bytes));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
