using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cti.Sources.Csv;

/// <summary>The positions of delimiters and line breaks in a stretch of bytes, as a scan by masks finds them; it stops where it is not sure.</summary>
/// <remarks>Bounded: it is filled, its rows are taken, and it goes on. The arrays have room for what one step of 64 bytes may add.</remarks>
internal sealed class StructuralIndex
{
    private const int Capacity = 16 * 1024;
    private const int Step = 64;

    private QuoteState quotes;
    private int position;

    /// <summary>Positions of delimiters and line breaks, ascending; a CR LF stands at its CR.</summary>
    public int[] Entries { get; } = new int[Capacity + (2 * Step)];

    /// <summary>How many entries there are.</summary>
    public int EntryCount { get; private set; }

    /// <summary>For each whole row the index of its last entry, its line break.</summary>
    public int[] RowEnds { get; } = new int[Capacity + (2 * Step)];

    /// <summary>How many whole rows there are.</summary>
    public int RowCount { get; private set; }

    /// <summary>A doubled quote is among the bytes since <see cref="Begin"/>.</summary>
    public bool SawDoubledQuote { get; private set; }

    /// <summary>A NUL is among the bytes since <see cref="Begin"/>.</summary>
    public bool SawNul { get; private set; }

    /// <summary>A byte that is no ASCII is among the bytes since <see cref="Begin"/>.</summary>
    public bool SawNonAscii { get; private set; }

    /// <summary>Begins at the start of a record.</summary>
    public void Begin(int start)
    {
        quotes = QuoteState.AtRecordStart;
        position = start;
        EntryCount = 0;
        RowCount = 0;
        SawDoubledQuote = false;
        SawNul = false;
        SawNonAscii = false;
    }

    /// <summary>Forgets the rows; the entries of the row that is not whole yet stay.</summary>
    public void DropRows()
    {
        int from = RowCount == 0 ? 0 : RowEnds[RowCount - 1] + 1;
        Entries.AsSpan(from, EntryCount - from).CopyTo(Entries);
        EntryCount -= from;
        RowCount = 0;
    }

    /// <summary>Goes on until the arrays are full, the bytes end, or a row is in doubt: the first that is not whole yet.</summary>
    /// <param name="path">The instructions to use.</param>
    /// <param name="bytes">The buffer; it must go on for 64 bytes behind the end.</param>
    /// <param name="end">Where the bytes end.</param>
    /// <param name="delimiter">The byte between two fields.</param>
    public IndexStop Fill(VectorPath path, ReadOnlySpan<byte> bytes, int end, byte delimiter)
    {
        ref byte origin = ref Unsafe.AsRef(in bytes[0]);
        return path switch
        {
            { VectorBits: 512, CarrylessMultiplication: true } => Run<MaskLoader512, CarrylessPrefixXor>(ref origin, end, delimiter),
            { VectorBits: 512 } => Run<MaskLoader512, ShiftPrefixXor>(ref origin, end, delimiter),
            { VectorBits: 256, CarrylessMultiplication: true } => Run<MaskLoader256, CarrylessPrefixXor>(ref origin, end, delimiter),
            { VectorBits: 256 } => Run<MaskLoader256, ShiftPrefixXor>(ref origin, end, delimiter),
            { CarrylessMultiplication: true } => Run<MaskLoader128, CarrylessPrefixXor>(ref origin, end, delimiter),
            _ => Run<MaskLoader128, ShiftPrefixXor>(ref origin, end, delimiter),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private IndexStop Run<TMasks, TPrefix>(ref byte origin, int end, byte delimiter)
        where TMasks : struct, IMaskLoader
        where TPrefix : struct, IPrefixXor
    {
        // Copies: the compiler keeps them in registers, as it cannot do with the fields of this.
        QuoteState state = quotes;
        ref int entries = ref MemoryMarshal.GetArrayDataReference(Entries);
        ref int rowEnds = ref MemoryMarshal.GetArrayDataReference(RowEnds);
        int entryCount = EntryCount;
        int rowCount = RowCount;
        int at = position;
        ulong doubled = 0;
        ulong nuls = 0;
        ulong nonAscii = 0;
        var stop = IndexStop.End;
        while (at < end)
        {
            if (entryCount > Capacity)
            {
                stop = IndexStop.Full;
                break;
            }

            ByteMasks masks = TMasks.Load(ref Unsafe.Add(ref origin, at), delimiter);
            if (at + Step > end) masks.Keep(end - at);
            if (!state.Advance<TPrefix>(masks))
            {
                stop = IndexStop.Doubt;
                break;
            }

            doubled |= state.Doubled;
            nuls |= masks.Nuls;
            nonAscii |= masks.NonAscii;
            ulong structure = state.Delimiters | state.Breaks;
            rowCount += AddRowEnds(ref Unsafe.Add(ref rowEnds, rowCount), entryCount, structure, state.Breaks);
            entryCount += AddEntries(ref Unsafe.Add(ref entries, entryCount), at, structure);
            at += Step;
        }

        quotes = state;
        position = at;
        EntryCount = entryCount;
        RowCount = rowCount;
        SawDoubledQuote |= doubled != 0;
        SawNul |= nuls != 0;
        SawNonAscii |= nonAscii != 0;
        return stop;
    }

    // Writes eight and keeps as many as there are: how many is hard to foretell, so a loop would cost a wrong guess each time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddEntries(ref int to, int at, ulong structure)
    {
        int count = BitOperations.PopCount(structure);
        for (int i = 0; i < 8; i++)
        {
            Unsafe.Add(ref to, i) = at + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
        }

        for (int i = 8; i < count; i++)
        {
            Unsafe.Add(ref to, i) = at + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
        }

        return count;
    }

    // Likewise two rows: their last entries are as many entries further as structure bits stand before their line breaks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddRowEnds(ref int to, int entryCount, ulong structure, ulong breaks)
    {
        int count = BitOperations.PopCount(breaks);
        to = entryCount + BitOperations.PopCount(structure & ((breaks & (0 - breaks)) - 1));
        breaks &= breaks - 1;
        Unsafe.Add(ref to, 1) = entryCount + BitOperations.PopCount(structure & ((breaks & (0 - breaks)) - 1));
        breaks &= breaks - 1;
        for (int i = 2; i < count; i++)
        {
            Unsafe.Add(ref to, i) = entryCount + BitOperations.PopCount(structure & ((breaks & (0 - breaks)) - 1));
            breaks &= breaks - 1;
        }

        return count;
    }
}
