using System.Runtime.CompilerServices;
using System.Text;

namespace Cti.Records.Forms;

/// <summary>A list of texts in Python's notation, as JSON or separated by commas; stored as a compact JSON array, <c>[]</c> when empty.</summary>
/// <param name="maxBytes">Greatest length of the JSON text in UTF-8 bytes.</param>
public sealed class TagListForm(int maxBytes) : TextForm
{
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
}
