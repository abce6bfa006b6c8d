using System.Buffers.Binary;

namespace Cti.RedshiftSimulator;

/// <summary>The values of one column in a chunk, in the engine's memory: valid until the next chunk.</summary>
internal readonly unsafe ref struct ParquetVector(byte* data, ulong* validity)
{
    private const int TextBytes = 16;
    private const int InlinedBytes = 12;

    // No mask at all means that every row has a value.
    public bool IsNull(int row) => validity != null && (validity[row >> 6] & (1UL << (row & 63))) == 0;

    public bool Boolean(int row) => data[row] != 0;

    public short Int16(int row) => ((short*)data)[row];

    public int Int32(int row) => ((int*)data)[row];

    public long Int64(int row) => ((long*)data)[row];

    public float Single(int row) => ((float*)data)[row];

    public double Double(int row) => ((double*)data)[row];

    /// <summary>A decimal's digits as an integer.</summary>
    /// <param name="row">Which.</param>
    /// <param name="precision">Its greatest number of digits, by which the engine chooses the width.</param>
    public Int128 Unscaled(int row, int precision) => precision switch
    {
        <= 4 => Int16(row),
        <= 9 => Int32(row),
        <= 18 => Int64(row),
        _ => BinaryPrimitives.ReadInt128LittleEndian(new ReadOnlySpan<byte>(data + (row * 16), 16)),
    };

    /// <summary>A text's bytes in UTF-8.</summary>
    public ReadOnlySpan<byte> Text(int row)
    {
        byte* value = data + (row * TextBytes);
        int length = (int)*(uint*)value;
        return new ReadOnlySpan<byte>(length <= InlinedBytes ? value + 4 : *(byte**)(value + 8), length);
    }
}
