using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Cti.Records.Forms;

/// <summary>A list of texts in Python's notation, as JSON or separated by commas; stored as a compact JSON array, <c>[]</c> when empty.</summary>
/// <param name="maxBytes">Greatest length of the JSON text in UTF-8 bytes.</param>
public sealed class TagListForm(int maxBytes) : TextForm
{
    // Lists of these lengths are looked at as a whole: a bit a byte.
    private const int LeastMasked = 16;
    private const int MostMasked = 64;

    /// <inheritdoc/>
    /// <remarks>A control character of one byte becomes an escape of six.</remarks>
    public override int Room(int rawLength) => (rawLength * 6) + 2;

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        int written = WritePython(raw, destination);
        if (written >= 0 && written <= maxBytes)
            return written;
        return TagListText.TryParse(Encoding.UTF8.GetString(raw), out List<string> tags)
            ? WriteExactly(TagListText.ToJson(tags), maxBytes, destination)
            : NotAccepted;
    }

    /// <summary>The usual case, <c>['a', 'b']</c> without escapes or double quotes: quotes are swapped and spaces between items dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int WritePython(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        if (raw.Length < 4 || raw[0] != '[' || raw[^1] != ']')
            return NotAccepted;
        if (raw.Length is >= LeastMasked and <= MostMasked && destination.Length >= raw.Length + LeastMasked)
            return WriteMasked(raw, destination);
        int to = 0;
        destination[to++] = (byte)'[';
        int from = 1;
        while (true)
        {
            if (raw[from] != '\'')
                return NotAccepted;
            destination[to++] = (byte)'"';
            byte character;
            while (++from < raw.Length && (character = raw[from]) != '\'')
            {
                if (character is < (byte)' ' or (byte)'"' or (byte)'\\')
                    return NotAccepted;
                destination[to++] = character;
            }

            destination[to++] = (byte)'"';
            if (++from == raw.Length - 1)
                break;
            if (from >= raw.Length || raw[from] != ',')
                return NotAccepted;
            destination[to++] = (byte)',';
            from++;
            while (from < raw.Length - 1 && raw[from] == ' ')
                from++;
        }

        destination[to++] = (byte)']';
        return to;
    }

    /// <summary>The same by the places of the quotes: an item is copied at once, past its end where there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int WriteMasked(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        if (!TryFindQuotes(raw, out ulong quotes))
            return NotAccepted;
        ref byte first = ref MemoryMarshal.GetReference(raw);
        ref byte start = ref MemoryMarshal.GetReference(destination);
        start = (byte)'[';
        int to = 1;
        int from = 1;
        while (true)
        {
            int close = BitOperations.TrailingZeroCount(quotes & (quotes - 1));
            if (BitOperations.TrailingZeroCount(quotes) != from || close >= raw.Length - 1)
                return NotAccepted;
            quotes &= quotes - 1;
            quotes &= quotes - 1;
            int length = close - from - 1;
            Unsafe.Add(ref start, to++) = (byte)'"';
            if (length <= LeastMasked && from + 1 + LeastMasked <= raw.Length)
                Vector128.LoadUnsafe(ref first, (nuint)from + 1).StoreUnsafe(ref start, (nuint)to);
            else
                raw.Slice(from + 1, length).CopyTo(destination[to..]);
            to += length;
            Unsafe.Add(ref start, to++) = (byte)'"';
            from = close + 1;
            if (from == raw.Length - 1)
                break;
            if (raw[from++] != ',')
                return NotAccepted;
            Unsafe.Add(ref start, to++) = (byte)',';
            while (from < raw.Length - 1 && raw[from] == ' ')
                from++;
        }

        Unsafe.Add(ref start, to++) = (byte)']';
        return to;
    }

    /// <summary>A bit for each single quote; false where a byte needs a closer look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFindQuotes(ReadOnlySpan<byte> raw, out ulong quotes)
    {
        ref byte first = ref MemoryMarshal.GetReference(raw);
        int last = raw.Length - LeastMasked;
        quotes = 0;
        for (int at = 0; ; at = Math.Min(at + LeastMasked, last))
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref first, (nuint)at);
            Vector128<byte> doubtful = Vector128.LessThan(bytes, Vector128.Create((byte)' ')) | Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'));
            if (doubtful != Vector128<byte>.Zero)
                return false;
            quotes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'\'')).ExtractMostSignificantBits() << at;
            if (at == last)
                return true;
        }
    }
}
