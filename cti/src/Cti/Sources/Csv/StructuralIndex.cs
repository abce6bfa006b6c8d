using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cti.Sources.Csv;

/// <summary>The positions of delimiters and line breaks in a stretch of bytes, as a scan by masks finds them; it stops where it is not sure.</summary>
/// <remarks>Bounded: it is filled, its rows are taken, and it goes on. The arrays have room for what one step may add.</remarks>
internal sealed class StructuralIndex
{
    private const int Capacity = 8 * 1024;

    private readonly byte[] tail = new byte[MaskStep.Bytes];
    private QuoteState quotes;
    private int position;

    /// <summary>Positions of delimiters and line breaks, ascending; a CR LF stands at its CR.</summary>
    public int[] Entries { get; } = new int[Capacity + (2 * MaskStep.Bytes)];

    /// <summary>How many entries there are.</summary>
    public int EntryCount { get; private set; }

    /// <summary>For each whole row the index of its last entry, its line break.</summary>
    public int[] RowEnds { get; } = new int[Capacity + (2 * MaskStep.Bytes)];

    /// <summary>How many whole rows there are.</summary>
    public int RowCount { get; private set; }

    /// <summary>Where the steps begin that hold a doubled quote within quotes, ascending.</summary>
    public int[] DoubledSteps { get; } = new int[Capacity];

    /// <summary>How many of them there are.</summary>
    public int DoubledCount { get; private set; }

    /// <summary>A NUL is among the bytes since <see cref="Begin"/>.</summary>
    public bool SawNul { get; private set; }

    /// <summary>A byte that is no ASCII is among the bytes since <see cref="Begin"/>.</summary>
    public bool SawNonAscii { get; private set; }

    /// <summary>Begins at the start of a record.</summary>
    public void Begin(int start)
    {
        quotes = default;
        position = start;
        EntryCount = 0;
        RowCount = 0;
        DoubledCount = 0;
        SawNul = false;
        SawNonAscii = false;
    }

    /// <summary>Forgets the rows; the entries of the row that is not whole yet stay.</summary>
    /// <param name="doubledDone">How many steps with doubled quotes are done with.</param>
    public void DropRows(int doubledDone)
    {
        int from = RowCount == 0 ? 0 : RowEnds[RowCount - 1] + 1;
        Entries.AsSpan(from, EntryCount - from).CopyTo(Entries);
        EntryCount -= from;
        RowCount = 0;
        DoubledSteps.AsSpan(doubledDone, DoubledCount - doubledDone).CopyTo(DoubledSteps);
        DoubledCount -= doubledDone;
    }

    /// <summary>Goes on until the arrays are full, the bytes end, or a row is in doubt: the first that is not whole yet.</summary>
    /// <param name="path">The instructions to use.</param>
    /// <param name="bytes">The buffer.</param>
    /// <param name="end">Where the bytes end.</param>
    /// <param name="delimiter">The byte between two fields.</param>
    public IndexStop Fill(VectorPath path, ReadOnlySpan<byte> bytes, int end, byte delimiter)
    {
        IndexStop stop = Run(path, bytes[position..end], delimiter);
        if (stop != IndexStop.End || position >= end) return stop;
        MaskStep.Pad(bytes[position..end], tail);
        return Run(path, tail, delimiter);
    }

    private IndexStop Run(VectorPath path, ReadOnlySpan<byte> bytes, byte delimiter) => path switch
    {
        { VectorBits: 512, CarrylessMultiplication: true } => Run<MaskLoader512, CarrylessPrefixXor>(bytes, delimiter),
        { VectorBits: 512 } => Run<MaskLoader512, ShiftPrefixXor>(bytes, delimiter),
        { VectorBits: 256, CarrylessMultiplication: true } => Run<MaskLoader256, CarrylessPrefixXor>(bytes, delimiter),
        { VectorBits: 256 } => Run<MaskLoader256, ShiftPrefixXor>(bytes, delimiter),
        { CarrylessMultiplication: true } => Run<MaskLoader128, CarrylessPrefixXor>(bytes, delimiter),
        _ => Run<MaskLoader128, ShiftPrefixXor>(bytes, delimiter),
    };

    // Whole steps only. No calls inside the loop: they would send the vectors that live across it to memory and back each time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private IndexStop Run<TMasks, TPrefix>(ReadOnlySpan<byte> bytes, byte delimiter)
        where TMasks : struct, IMaskLoader<TMasks>
        where TPrefix : struct, IPrefixXor
    {
        // Copies: the compiler keeps them in registers, as it cannot do with the fields of this.
        TMasks loader = TMasks.Create();
        QuoteState state = quotes;
        ref byte from = ref MemoryMarshal.GetReference(bytes);
        ref int entries = ref MemoryMarshal.GetArrayDataReference(Entries);
        ref int rowEnds = ref MemoryMarshal.GetArrayDataReference(RowEnds);
        int entryCount = EntryCount;
        int rowCount = RowCount;
        int at = position;
        int stepsEnd = at + bytes.Length - (bytes.Length % MaskStep.Bytes);
        bool sure = true;
        while (at < stepsEnd && entryCount <= Capacity && DoubledCount < Capacity)
        {
            ByteMasks masks = loader.Load(ref from, delimiter);
            sure = state.Advance<TPrefix>(masks, out Structure structure);
            if (!sure) break;
            ulong marks = structure.Delimiters | structure.Breaks;
            rowCount += AddRowEnds(ref Unsafe.Add(ref rowEnds, rowCount), entryCount, marks, structure.Breaks);
            entryCount += AddEntries(ref Unsafe.Add(ref entries, entryCount), at, marks);
            if (structure.Doubled != 0) DoubledSteps[DoubledCount++] = at;
            at += MaskStep.Bytes;
            from = ref Unsafe.Add(ref from, MaskStep.Bytes);
        }

        quotes = state;
        position = at;
        EntryCount = entryCount;
        RowCount = rowCount;
        SawNul |= loader.SawNul;
        SawNonAscii |= loader.SawNonAscii;
        return !sure ? IndexStop.Doubt : at < stepsEnd ? IndexStop.Full : IndexStop.End;
    }

    // Writes eight and keeps as many as there are: how many is hard to foretell, so a loop would cost a wrong guess each time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddEntries(ref int to, int at, ulong marks)
    {
        int count = BitOperations.PopCount(marks);
        marks = AddEntry(ref to, at, marks);
        marks = AddEntry(ref Unsafe.Add(ref to, 1), at, marks);
        marks = AddEntry(ref Unsafe.Add(ref to, 2), at, marks);
        marks = AddEntry(ref Unsafe.Add(ref to, 3), at, marks);
        marks = AddEntry(ref Unsafe.Add(ref to, 4), at, marks);
        marks = AddEntry(ref Unsafe.Add(ref to, 5), at, marks);
        marks = AddEntry(ref Unsafe.Add(ref to, 6), at, marks);
        marks = AddEntry(ref Unsafe.Add(ref to, 7), at, marks);
        for (int i = 8; i < count; i++) marks = AddEntry(ref Unsafe.Add(ref to, i), at, marks);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddEntry(ref int to, int at, ulong marks)
    {
        to = at + BitOperations.TrailingZeroCount(marks);
        return marks & (marks - 1);
    }

    // Likewise one row: its last entry is as many entries further as marks stand before its line break.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddRowEnds(ref int to, int entryCount, ulong marks, ulong breaks)
    {
        int count = BitOperations.PopCount(breaks);
        to = entryCount + BitOperations.PopCount(marks & ((breaks & (0 - breaks)) - 1));
        for (int i = 1; i < count; i++)
        {
            breaks &= breaks - 1;
            Unsafe.Add(ref to, i) = entryCount + BitOperations.PopCount(marks & ((breaks & (0 - breaks)) - 1));
        }

        return count;
    }
}
