using System.Buffers;

namespace Cti.Records.Forms;

/// <summary>An id that is a whole number above zero or a code such as <c>PRD1</c>; case and leading zeros are kept.</summary>
/// <param name="maxBytes">Greatest length.</param>
public sealed class CodeForm(int maxBytes) : TextForm
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> CodeBytes = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"u8);

    /// <inheritdoc/>
    public override int Room(int rawLength) => rawLength;

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        ReadOnlySpan<byte> text = TrimAscii(raw);
        if (text.Length == 0 || text.Length > maxBytes)
            return text.Length > 0 ? Exactly(raw, destination) : NotAccepted;
        if (!IsCode(text))
            return Exactly(raw, destination);
        text.CopyTo(destination);
        return text.Length;
    }

    private static bool IsCode(ReadOnlySpan<byte> text)
    {
        if (char.IsAsciiLetter((char)text[0]))
            return !text.ContainsAnyExcept(CodeBytes);
        return !text.ContainsAnyExcept(Digits) && text.ContainsAnyExcept((byte)'0');
    }

    private int Exactly(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        string text = TrimExactly(raw);
        return CodeRule.IsValid(text) ? WriteExactly(text, maxBytes, destination) : NotAccepted;
    }
}
