using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cti.Sources.Csv;

/// <summary>The scan by masks that follows the borders between records; it stops where it is not sure.</summary>
internal struct BorderScan
{
    private QuoteState quotes;
    private long breaks;

    /// <summary>Index of the next byte to look at.</summary>
    public int Position;

    /// <summary>Index behind the last line break outside quotes.</summary>
    public int Border;

    /// <summary>Lines before <see cref="Border"/>, since <see cref="Restart"/>.</summary>
    public long Lines;

    /// <summary>Begins at the start of a record.</summary>
    public void Restart(int position)
    {
        quotes = QuoteState.AtRecordStart;
        breaks = 0;
        Position = position;
        Border = position;
        Lines = 0;
    }

    /// <summary>Looks at the bytes up to <paramref name="limit"/>, in steps of 64. False: not sure of the record at <see cref="Border"/>.</summary>
    /// <param name="path">The instructions to use.</param>
    /// <param name="bytes">The buffer; it must go on for 64 bytes behind the limit.</param>
    /// <param name="limit">Where the bytes end.</param>
    /// <param name="last">Look at the bytes behind the last whole step too; the scan cannot go on after that.</param>
    /// <param name="delimiter">The byte between two fields.</param>
    public bool Advance(VectorPath path, ReadOnlySpan<byte> bytes, int limit, bool last, byte delimiter)
    {
        ref byte origin = ref Unsafe.AsRef(in bytes[0]);
        return path switch
        {
            { VectorBits: 512, CarrylessMultiplication: true } => Run<MaskLoader512, CarrylessPrefixXor>(ref origin, limit, last, delimiter),
            { VectorBits: 512 } => Run<MaskLoader512, ShiftPrefixXor>(ref origin, limit, last, delimiter),
            { VectorBits: 256, CarrylessMultiplication: true } => Run<MaskLoader256, CarrylessPrefixXor>(ref origin, limit, last, delimiter),
            { VectorBits: 256 } => Run<MaskLoader256, ShiftPrefixXor>(ref origin, limit, last, delimiter),
            { CarrylessMultiplication: true } => Run<MaskLoader128, CarrylessPrefixXor>(ref origin, limit, last, delimiter),
            _ => Run<MaskLoader128, ShiftPrefixXor>(ref origin, limit, last, delimiter),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Run<TMasks, TPrefix>(ref byte origin, int limit, bool last, byte delimiter)
        where TMasks : struct, IMaskLoader
        where TPrefix : struct, IPrefixXor
    {
        // Copies: the compiler keeps them in registers, as it cannot do with the fields of this.
        QuoteState state = quotes;
        long count = breaks;
        int position = Position;
        bool sure = true;
        while (position + 64 <= limit || (last && position < limit))
        {
            ByteMasks masks = TMasks.Load(ref Unsafe.Add(ref origin, position), delimiter);
            if (position + 64 > limit) masks.Keep(limit - position);
            if (!state.Advance<TPrefix>(masks))
            {
                sure = false;
                break;
            }

            count += BitOperations.PopCount(state.Breaks);
            if (state.BreakBytes != 0)
            {
                Border = position + 64 - BitOperations.LeadingZeroCount(state.BreakBytes);
                Lines = count;
            }

            position += 64;
        }

        quotes = state;
        breaks = count;
        Position = Math.Min(position, limit);
        return sure;
    }
}
