using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cti.Parquet.Encodings;

/// <summary>Which rows of a column hold a value: one bit a row, 1 a value. The definition levels are read off it.</summary>
internal sealed class Presence
{
    /// <summary>Bytes after the last bit that may be read as a whole word.</summary>
    private const int Slack = 16;

    /// <summary>Groups of 8 equal levels that are worth a run of their own amid packed ones.</summary>
    private const int MinRunGroups = 3;

    /// <summary>Packed groups under one header of one byte.</summary>
    private const int MaxPackedGroups = 63;

    private byte[] bits = new byte[64];

    /// <summary>Rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows without a value.</summary>
    public int Nulls { get; private set; }

    /// <summary>Rows with a value.</summary>
    public int Values => Rows - Nulls;

    /// <summary>Takes lengths or codes: negative is NULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FromSigns(ReadOnlySpan<int> values)
    {
        Start(values.Length);
        ref int first = ref MemoryMarshal.GetReference(values);
        int groups = values.Length / 8;
        for (int group = 0; group < groups; group++)
            bits[group] = (byte)~Vector256.LoadUnsafe(ref first, (nuint)(group * 8)).ExtractMostSignificantBits();
        for (int row = groups * 8; row < values.Length; row++)
            if (values[row] >= 0) bits[row >> 3] |= (byte)(1 << (row & 7));
        Finish();
    }

    /// <summary>Takes one byte a row, 0 where there is a value; null: every row holds one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FromFlags(byte[]? nulls, int rows)
    {
        Start(rows);
        if (nulls is null)
        {
            Nulls = 0;
            return;
        }

        ref byte first = ref MemoryMarshal.GetArrayDataReference(nulls);
        int words = rows / 32;
        for (int word = 0; word < words; word++)
        {
            uint present = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)(word * 32)), Vector256<byte>.Zero).ExtractMostSignificantBits();
            BinaryPrimitives.WriteUInt32LittleEndian(bits.AsSpan(word * 4), present);
        }

        for (int row = words * 32; row < rows; row++)
            if (nulls[row] == 0) bits[row >> 3] |= (byte)(1 << (row & 7));
        Finish();
    }

    /// <summary>Whether a row holds a value.</summary>
    public bool Has(int row) => Nulls == 0 || (bits[row >> 3] >> (row & 7) & 1) != 0;

    /// <summary>Values among the rows from <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
    public int CountValues(int from, int to)
    {
        if (Nulls == 0) return to - from;
        int count = 0;
        for (; to - from >= 32; from += 32) count += BitOperations.PopCount(Load(from) & uint.MaxValue);
        return to > from ? count + BitOperations.PopCount(Load(from) & ((1UL << (to - from)) - 1)) : count;
    }

    /// <summary>The row after so many further values, counted from <paramref name="from"/>.</summary>
    public int RowAfter(int from, int values)
    {
        if (Nulls == 0) return from + values;
        while (values > 0)
        {
            int here = BitOperations.PopCount(Load(from) & uint.MaxValue);
            if (here < values || from + 32 <= Rows && here == values)
            {
                values -= here;
                from += 32;
                continue;
            }

            if (Has(from)) values--;
            from++;
        }

        return Math.Min(from, Rows);
    }

    /// <summary>Bytes that <see cref="WriteLevels"/> needs at most.</summary>
    public static int MaxLevelBytes(int rows) => 32 + ((rows + 7) / 8 * 3);

    /// <summary>Writes the definition levels of a range of rows in the form of a V1 page: their length in 4 bytes, then runs and packed groups of 1-bit levels.</summary>
    /// <returns>Bytes written.</returns>
    public int WriteLevels(int from, int to, Span<byte> destination)
    {
        int rows = to - from;
        int values = CountValues(from, to);
        int length = 4;
        if (values == rows || values == 0) length += WriteRun(destination[length..], rows, values == 0 ? (byte)0 : (byte)1);
        else length = WriteMixed(from, rows, destination, length);
        BinaryPrimitives.WriteInt32LittleEndian(destination, length - 4);
        return length;
    }

    private int WriteMixed(int from, int rows, Span<byte> destination, int length)
    {
        int groups = (rows + 7) / 8;
        int wholeGroups = rows / 8;
        int group = 0;
        while (group < groups)
        {
            int run = RunAt(from, group, wholeGroups);
            if (run >= MinRunGroups)
            {
                length += WriteRun(destination[length..], run * 8, (byte)(Load(from + (group * 8)) & 1));
                group += run;
                continue;
            }

            int header = length++;
            int packed = 0;
            while (group < groups && packed < MaxPackedGroups && (packed == 0 || RunAt(from, group, wholeGroups) < MinRunGroups))
            {
                byte levels = (byte)Load(from + (group * 8));
                destination[length++] = group < wholeGroups ? levels : (byte)(levels & ((1 << (rows & 7)) - 1));
                group++;
                packed++;
            }

            destination[header] = (byte)((packed << 1) | 1);
        }

        return length;
    }

    /// <summary>How many whole groups from this one on hold one and the same level.</summary>
    private int RunAt(int from, int group, int wholeGroups)
    {
        if (group >= wholeGroups) return 0;
        byte first = (byte)Load(from + (group * 8));
        if (first is not 0 and not 0xFF) return 0;
        int end = group + 1;
        while (end < wholeGroups && (byte)Load(from + (end * 8)) == first) end++;
        return end - group;
    }

    private static int WriteRun(Span<byte> destination, int rows, byte level)
    {
        int length = Varint.Write(destination, (uint)rows << 1);
        destination[length] = level;
        return length + 1;
    }

    /// <summary>At least 57 bits from a row on.</summary>
    private ulong Load(int row) => BinaryPrimitives.ReadUInt64LittleEndian(bits.AsSpan(row >> 3)) >> (row & 7);

    private void Start(int rows)
    {
        int bytes = ((rows + 7) / 8) + Slack;
        if (bits.Length < bytes) bits = new byte[bytes * 2];
        else bits.AsSpan(0, bytes).Clear();
        Rows = rows;
    }

    private void Finish()
    {
        Nulls = 1; // Makes the count look at the bits.
        Nulls = Rows - CountValues(0, Rows);
    }
}
