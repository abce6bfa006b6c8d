using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Cti.Records.Batches;

/// <summary>A column of UTF-8 text, either one entry a row or, where values repeat, codes into distinct entries.</summary>
public sealed class TextColumn : ColumnVector
{
    /// <summary>Length of a NULL entry, code of a NULL row.</summary>
    public const int Null = -1;

    /// <summary>The bytes of all entries.</summary>
    public byte[] Data { get; private set; } = [];

    /// <summary>Bytes used of <see cref="Data"/>.</summary>
    public int DataLength { get; private set; }

    /// <summary>By entry: first byte in <see cref="Data"/>.</summary>
    public int[] Starts { get; private set; } = [];

    /// <summary>By entry: bytes, or <see cref="Null"/>.</summary>
    public int[] Lengths { get; private set; } = [];

    /// <summary>By row, where <see cref="IsDictionary"/>: the entry, or <see cref="Null"/>.</summary>
    public int[] Codes { get; private set; } = [];

    /// <summary>Entries used.</summary>
    public int EntryCount { get; private set; }

    /// <summary>Whether rows refer to entries by code; else entry and row are the same.</summary>
    public bool IsDictionary { get; private set; }

    /// <summary>Rows there is room for.</summary>
    public int RowCount { get; private set; }

    /// <inheritdoc/>
    public override void Reset(int rows)
    {
        RowCount = rows;
        DataLength = 0;
        EntryCount = 0;
        IsDictionary = false;
        Starts = Room(Starts, rows);
        Lengths = Room(Lengths, rows);
    }

    /// <summary>Makes all rows NULL; only right after <see cref="Reset"/>.</summary>
    public void SetAllNull() => Lengths.AsSpan(0, RowCount).Fill(Null);

    /// <summary>Makes rows refer to entries by code; only right after <see cref="Reset"/>.</summary>
    public void UseDictionary()
    {
        IsDictionary = true;
        Codes = Room(Codes, RowCount);
    }

    /// <summary>Gives every row of the first <paramref name="rows"/> an entry of its own, keeping the bytes where they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ExpandDictionary(int rows)
    {
        // From the last row down would overwrite entries still needed (codes are at most the row's own index), so copy aside.
        int[] starts = ArrayPool<int>.Shared.Rent(RowCount);
        int[] lengths = ArrayPool<int>.Shared.Rent(RowCount);
        for (int row = 0; row < rows; row++)
        {
            int code = Codes[row];
            starts[row] = code < 0 ? 0 : Starts[code];
            lengths[row] = code < 0 ? Null : Lengths[code];
        }

        Array.Copy(starts, Starts, rows);
        Array.Copy(lengths, Lengths, rows);
        ArrayPool<int>.Shared.Return(starts);
        ArrayPool<int>.Shared.Return(lengths);
        IsDictionary = false;
        EntryCount = RowCount;
    }

    /// <summary>Makes room for that many more bytes at once: growing step by step would leave garbage of twice the size.</summary>
    public void Reserve(int bytes)
    {
        if (Data.Length - DataLength < bytes)
            GrowData(bytes);
    }

    /// <summary>A place for at least <paramref name="bytes"/> more bytes; what is written there counts after <see cref="AddEntry"/> or <see cref="SetRow(int, int)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int bytes)
    {
        if (Data.Length - DataLength < bytes)
            GrowData(bytes);
        return Data.AsSpan(DataLength);
    }

    /// <summary>Takes the bytes just written as the next dictionary entry and gives its code.</summary>
    public int AddEntry(int length)
    {
        if (EntryCount == Starts.Length)
            GrowEntries();
        Starts[EntryCount] = DataLength;
        Lengths[EntryCount] = length;
        DataLength += Math.Max(length, 0);
        return EntryCount++;
    }

    /// <summary>Takes the bytes just written as the value of a row of its own; <see cref="Null"/> for NULL. Not for dictionaries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetRow(int row, int length)
    {
        Starts[row] = DataLength;
        Lengths[row] = length;
        DataLength += Math.Max(length, 0);
    }

    /// <summary>Replaces the value of one row.</summary>
    public void Replace(int row, ReadOnlySpan<byte> value)
    {
        value.CopyTo(GetSpan(value.Length));
        if (IsDictionary)
            Codes[row] = AddEntry(value.Length);
        else
            SetRow(row, value.Length);
    }

    /// <summary>Replaces the value of one row by NULL.</summary>
    public void ReplaceByNull(int row)
    {
        if (IsDictionary)
            Codes[row] = Null;
        else
            SetRow(row, Null);
    }

    /// <summary>Whether the row is NULL.</summary>
    public bool IsNull(int row) => (IsDictionary ? Codes[row] : Lengths[row]) == Null;

    /// <summary>The bytes of a row; empty where NULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> ValueAt(int row)
    {
        int entry = IsDictionary ? Codes[row] : row;
        return entry < 0 || Lengths[entry] <= 0 ? default : Data.AsSpan(Starts[entry], Lengths[entry]);
    }

    /// <inheritdoc/>
    public override void AppendCanonical(int row, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (IsNull(row))
        {
            writer.GetSpan(1)[0] = 0;
            writer.Advance(1);
            return;
        }

        ReadOnlySpan<byte> value = ValueAt(row);
        Span<byte> bytes = writer.GetSpan(5 + value.Length);
        bytes[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], value.Length);
        value.CopyTo(bytes[5..]);
        writer.Advance(5 + value.Length);
    }

    private void GrowData(int bytes)
    {
        byte[] grown = GC.AllocateUninitializedArray<byte>(Math.Max(DataLength + bytes, Math.Max(4096, Data.Length + (Data.Length >> 1))));
        Data.AsSpan(0, DataLength).CopyTo(grown);
        Data = grown;
    }

    private void GrowEntries()
    {
        int length = Starts.Length + (Starts.Length >> 1) + 64;
        int[] starts = Starts;
        int[] lengths = Lengths;
        Array.Resize(ref starts, length);
        Array.Resize(ref lengths, length);
        Starts = starts;
        Lengths = lengths;
    }
}
