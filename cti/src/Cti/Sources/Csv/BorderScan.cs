using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cti.Sources.Csv;

/// <summary>The scan by masks that follows the borders between records; it stops where it is not sure.</summary>
internal sealed class BorderScan
{
    private readonly byte[] tail = new byte[MaskStep.Bytes];
    private QuoteState quotes;
    private long breaks;

    /// <summary>Index of the next byte to look at.</summary>
    public int Position { get; private set; }

    /// <summary>Index behind the last line break outside quotes.</summary>
    public int Border { get; private set; }

    /// <summary>Lines before <see cref="Border"/>, since <see cref="Restart"/>.</summary>
    public long Lines { get; private set; }

    /// <summary>Begins at the start of a record.</summary>
    public void Restart(int position)
    {
        quotes = default;
        breaks = 0;
        Position = position;
        Border = position;
        Lines = 0;
    }

    /// <summary>Looks at the bytes up to <paramref name="limit"/>, in steps. False: not sure of the record at <see cref="Border"/>.</summary>
    /// <param name="path">The instructions to use.</param>
    /// <param name="bytes">The buffer.</param>
    /// <param name="limit">Where the bytes end.</param>
    /// <param name="last">Look at the bytes behind the last whole step too; the scan cannot go on after that.</param>
    /// <param name="delimiter">The byte between two fields.</param>
    public bool Advance(VectorPath path, ReadOnlySpan<byte> bytes, int limit, bool last, byte delimiter)
    {
        if (Position >= limit) return true;
        if (!Run(path, bytes[Position..limit], delimiter)) return false;
        if (!last || Position >= limit) return true;
        MaskStep.Pad(bytes[Position..limit], tail);
        return Run(path, tail, delimiter);
    }

    private bool Run(VectorPath path, ReadOnlySpan<byte> bytes, byte delimiter) => path switch
    {
        { VectorBits: 512, CarrylessMultiplication: true } => Run<MaskLoader512, CarrylessPrefixXor>(bytes, delimiter),
        { VectorBits: 512 } => Run<MaskLoader512, ShiftPrefixXor>(bytes, delimiter),
        { VectorBits: 256, CarrylessMultiplication: true } => Run<MaskLoader256, CarrylessPrefixXor>(bytes, delimiter),
        { VectorBits: 256 } => Run<MaskLoader256, ShiftPrefixXor>(bytes, delimiter),
        { CarrylessMultiplication: true } => Run<MaskLoader128, CarrylessPrefixXor>(bytes, delimiter),
        _ => Run<MaskLoader128, ShiftPrefixXor>(bytes, delimiter),
    };

    // Whole steps only.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Run<TMasks, TPrefix>(ReadOnlySpan<byte> bytes, byte delimiter)
        where TMasks : struct, IMaskLoader<TMasks>
        where TPrefix : struct, IPrefixXor
    {
        // Copies: the compiler keeps them in registers, as it cannot do with the fields of this.
        TMasks loader = TMasks.Create();
        QuoteState state = quotes;
        ref byte from = ref MemoryMarshal.GetReference(bytes);
        long count = breaks;
        int position = Position;
        int border = Border;
        long lines = Lines;
        int stepsEnd = position + bytes.Length - (bytes.Length % MaskStep.Bytes);
        bool sure = true;
        while (position < stepsEnd)
        {
            ByteMasks masks = loader.Load(ref from, delimiter);
            sure = state.Advance<TPrefix>(masks, out Structure structure);
            if (!sure) break;
            position += MaskStep.Bytes;
            from = ref Unsafe.Add(ref from, MaskStep.Bytes);
            count += BitOperations.PopCount(structure.Breaks);
            if (structure.BreakBytes == 0) continue;
            border = position - BitOperations.LeadingZeroCount(structure.BreakBytes);
            lines = count;
        }

        quotes = state;
        breaks = count;
        Position = position;
        Border = border;
        Lines = lines;
        return sure;
    }
}
