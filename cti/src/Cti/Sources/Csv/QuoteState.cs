using System.Runtime.CompilerServices;

namespace Cti.Sources.Csv;

/// <summary>What a scan by masks carries from one 64 bytes to the next, and what it may be sure of.</summary>
/// <remarks>Sure means: each opening quote follows a delimiter, a line break or a quote, each closing quote precedes one, and no line break stands
/// inside quotes. Anything else is left to <see cref="RecordScanner"/>, record by record: parity alone would let one stray quote swallow rows.</remarks>
internal struct QuoteState
{
    private ulong inside;
    private ulong mayOpen;
    private ulong mustEnd;
    private ulong afterReturn;

    /// <summary>Delimiters outside quotes.</summary>
    public ulong Delimiters;

    /// <summary>Line breaks outside quotes, one bit each: of a CR LF only the CR.</summary>
    public ulong Breaks;

    /// <summary>Every CR and LF outside quotes.</summary>
    public ulong BreakBytes;

    /// <summary>The second quotes of doubled ones.</summary>
    public ulong Doubled;

    /// <summary>The state at the start of a record.</summary>
    public static QuoteState AtRecordStart => new() { mayOpen = 1 };

    /// <summary>Takes the next 64 bytes. False: not sure; the state is of no further use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Advance<TPrefix>(in ByteMasks masks)
        where TPrefix : struct, IPrefixXor
    {
        ulong quotes = masks.Quotes;
        ulong breakBytes = masks.Feeds | masks.Returns;
        ulong beside = masks.Delimiters | breakBytes | quotes;
        ulong now = TPrefix.Of(quotes) ^ inside;
        ulong closing = quotes & ~now;
        ulong doubtful = (quotes & now & ~((beside << 1) | mayOpen))
            | (((closing << 1) | mustEnd) & ~beside)
            | (breakBytes & now);
        Doubled = quotes & ((closing << 1) | mustEnd);
        Delimiters = masks.Delimiters & ~now;
        Breaks = masks.Returns | (masks.Feeds & ~((masks.Returns << 1) | afterReturn));
        BreakBytes = breakBytes;
        inside = (ulong)((long)now >> 63);
        mayOpen = beside >> 63;
        mustEnd = closing >> 63;
        afterReturn = masks.Returns >> 63;
        return doubtful == 0;
    }
}
