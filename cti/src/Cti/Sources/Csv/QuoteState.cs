using System.Runtime.CompilerServices;

namespace Cti.Sources.Csv;

/// <summary>What a scan by masks carries from one 64 bytes to the next, and whether it may be sure of them.</summary>
/// <remarks>Sure means: each opening quote follows a delimiter, a line break or a quote, each closing quote precedes one, and no line break stands
/// inside quotes. Anything else is left to <see cref="RecordScanner"/>, record by record: parity alone would let one stray quote swallow rows.</remarks>
internal struct QuoteState
{
    private ulong inside;
    private ulong quoteBefore;
    private ulong textBefore;
    private ulong returnBefore;

    /// <summary>Takes the next 64 bytes. False: not sure; the state is of no further use. The default state is that at the start of a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Advance<TPrefix>(in ByteMasks masks, out Structure structure)
        where TPrefix : struct, IPrefixXor
    {
        ulong quotes = masks.Quotes;
        ulong lineBreaks = masks.Feeds | masks.Returns;

        // One from an opening quote to the byte before the closing one.
        ulong quoted = TPrefix.Of(quotes) ^ inside;

        // Text beside a quote, outside quotes: before an opening one or after a closing one. There must be none.
        ulong text = ~(quoted | quotes | masks.Delimiters | lineBreaks);
        ulong afterQuote = (quotes << 1) | quoteBefore;
        ulong afterText = (text << 1) | textBefore;
        ulong doubtful = (text & afterQuote) | (quotes & afterText) | (lineBreaks & quoted);
        structure = new Structure
        {
            Delimiters = masks.Delimiters & ~quoted,
            Breaks = masks.Returns | (masks.Feeds & ~((masks.Returns << 1) | returnBefore)),
            BreakBytes = lineBreaks,
            Doubled = quotes & quoted & afterQuote,
        };
        inside = (ulong)((long)quoted >> 63);
        quoteBefore = quotes >> 63;
        textBefore = text >> 63;
        returnBefore = masks.Returns >> 63;
        return doubtful == 0;
    }
}
