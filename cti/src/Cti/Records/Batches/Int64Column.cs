using System.Buffers;
using System.Buffers.Binary;

namespace Cti.Records.Batches;

/// <summary>A column of 64-bit integers, timestamps (µs) or money (hundredths), with NULLs.</summary>
public sealed class Int64Column : ColumnVector
{
    /// <summary>By row; undefined where NULL.</summary>
    public long[] Values { get; private set; } = [];

    /// <summary>By row: 1 where NULL.</summary>
    public byte[] Nulls { get; private set; } = [];

    /// <summary>Whether any row is NULL.</summary>
    public bool HasNulls { get; private set; }

    /// <inheritdoc/>
    public override void Reset(int rows)
    {
        Values = Room(Values, rows);
        Nulls = Room(Nulls, rows);
        Array.Clear(Nulls, 0, rows);
        HasNulls = false;
    }

    /// <summary>Sets a row's value.</summary>
    public void Set(int row, long value)
    {
        Values[row] = value;
        Nulls[row] = 0;
    }

    /// <summary>Sets a row to NULL.</summary>
    public void SetNull(int row)
    {
        Values[row] = 0;
        Nulls[row] = 1;
        HasNulls = true;
    }

    /// <inheritdoc/>
    public override void AppendCanonical(int row, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> bytes = writer.GetSpan(9);
        bytes[0] = (byte)(1 - Nulls[row]);
        if (bytes[0] == 0)
        {
            writer.Advance(1);
            return;
        }

        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], Values[row]);
        writer.Advance(9);
    }
}
