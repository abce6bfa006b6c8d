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

        // What begins and ends with ASCII has nothing else to trim.
        if (trimmed.Length > 0 && (trimmed[0] | trimmed[^1]) >= 0x80)
            return Exactly(raw, destination);
        trimmed.CopyTo(destination);
        return trimmed.Length == 0 ? Empty : trimmed.Length <= maxBytes ? trimmed.Length : NotAccepted;
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
