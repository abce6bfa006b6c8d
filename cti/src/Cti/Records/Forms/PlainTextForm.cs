using System.Buffers;
using System.Text;

namespace Cti.Records.Forms;

/// <summary>Text trimmed and, where wanted, in lower case; empty is NULL.</summary>
/// <param name="maxBytes">Greatest length of the normal form in UTF-8 bytes.</param>
/// <param name="lower">Whether to lower the case (invariant).</param>
/// <param name="nullable">Whether an empty value is acceptable.</param>
public sealed class PlainTextForm(int maxBytes, bool lower, bool nullable) : TextForm
{
    /// <inheritdoc/>
    /// <remarks>Lowering may lengthen a character by at most half (two bytes to three).</remarks>
    public override int Room(int rawLength) => rawLength + (rawLength >> 1) + 4;

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        ReadOnlySpan<byte> trimmed = TrimAscii(raw);
        if (lower)
        {
            if (Ascii.ToLower(trimmed, destination, out int written) != OperationStatus.Done)
                return Exactly(raw, destination);
            return written == 0 ? Empty : written <= maxBytes ? written : NotAccepted;
        }

        if (MayHaveMoreToTrim(trimmed))
            return Exactly(raw, destination);
        trimmed.CopyTo(destination);
        return trimmed.Length == 0 ? Empty : trimmed.Length <= maxBytes ? trimmed.Length : NotAccepted;
    }

    /// <summary>White space beyond ASCII begins with one of four bytes; what begins and ends with ASCII has none.</summary>
    private static bool MayHaveMoreToTrim(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || (text[0] | text[^1]) < 0x80)
            return false;
        int last = text.Length - 1;
        while (last > 0 && (text[last] & 0xC0) == 0x80)
            last--;
        return IsLead(text[0]) || IsLead(text[last]);

        static bool IsLead(byte value) => value is 0xC2 or 0xE1 or 0xE2 or 0xE3;
    }

    private int Empty => nullable ? Null : NotAccepted;

    private int Exactly(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        string text = TrimExactly(raw);
        if (text.Length == 0)
            return Empty;
        return WriteExactly(lower ? text.ToLowerInvariant() : text, maxBytes, destination);
    }
}
