using System.Text;

namespace Cti.Records.Forms;

/// <summary>The normal form of one kind of text: judges a raw value and writes it normalised, in one go over bytes.</summary>
/// <remarks>
/// A form and the dataset's validator must always agree: what a form accepts the validator accepts with the same value, and what it does
/// not accept the validator rejects. A property test holds the two together. A form is stateless and may be called from any thread.
/// </remarks>
public abstract class TextForm
{
    /// <summary>Answer of <see cref="Write"/>: the value is NULL.</summary>
    public const int Null = -1;

    /// <summary>Answer of <see cref="Write"/>: not acceptable; the validator says why.</summary>
    public const int NotAccepted = -2;

    /// <summary>Bytes that <see cref="Write"/> may need for a raw value of that many bytes.</summary>
    public abstract int Room(int rawLength);

    /// <summary>Writes the normal form of a raw value (valid UTF-8, untrimmed).</summary>
    /// <returns>Bytes written, <see cref="Null"/> or <see cref="NotAccepted"/>.</returns>
    public abstract int Write(ReadOnlySpan<byte> raw, Span<byte> destination);

    /// <summary>The value without the white space of ASCII around it.</summary>
    protected static ReadOnlySpan<byte> TrimAscii(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > 0 && raw[0] > ' ' && raw[^1] > ' ')
            return raw;
        int start = 0;
        int end = raw.Length;
        while (start < end && IsAsciiSpace(raw[start]))
            start++;
        while (end > start && IsAsciiSpace(raw[end - 1]))
            end--;
        return raw[start..end];
    }

    /// <summary>Whether an ASCII byte is white space as <see cref="char.IsWhiteSpace(char)"/> sees it.</summary>
    protected static bool IsAsciiSpace(byte value) => value == ' ' || (uint)(value - 9) <= 4;

    /// <summary>Trimmed by the Unicode rules, as text: for the values that are not plain ASCII.</summary>
    protected static string TrimExactly(ReadOnlySpan<byte> raw) => Encoding.UTF8.GetString(raw).Trim();

    /// <summary>Writes text as UTF-8 where it is no longer than <paramref name="maxBytes"/>.</summary>
    protected static int WriteExactly(string text, int maxBytes, Span<byte> destination)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > maxBytes || bytes > destination.Length ? NotAccepted : Encoding.UTF8.GetBytes(text, destination);
    }
}
