using System.Text;

namespace Cti.Generator.Output;

/// <summary>A field's text while it is put together; reused for every field.</summary>
internal sealed class TextBuffer
{
    private readonly byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>What was appended since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew.</summary>
    public TextBuffer Clear()
    {
        _length = 0;
        return this;
    }

    /// <summary>Room to write into; tell what was used by <see cref="Advance"/>.</summary>
    public Span<byte> Room => _bytes.AsSpan(_length);

    /// <summary>Keeps so many bytes written into <see cref="Room"/>.</summary>
    public TextBuffer Advance(int bytes)
    {
        _length += bytes;
        return this;
    }

    /// <summary>Appends text.</summary>
    public TextBuffer Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room);
        return Advance(text.Length);
    }

    /// <summary>Appends a decimal number with at least so many digits.</summary>
    public TextBuffer AppendNumber(long value, int digits = 1)
    {
        Span<byte> text = stackalloc byte[20];
        int at = text.Length;
        for (; value > 0 || digits > 0; value /= 10, digits--) text[--at] = (byte)('0' + (value % 10));
        return Append(text[at..]);
    }

    /// <summary>Appends the lowest hexadecimal digits of a number, in lower case.</summary>
    public TextBuffer AppendHex(ulong value, int digits)
    {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) _bytes[_length++] = "0123456789abcdef"u8[(int)(value >> shift) & 15];
        return this;
    }

    /// <summary>Turns the letters of ASCII since a position into upper or lower case.</summary>
    public TextBuffer FoldAscii(bool upper)
    {
        Span<byte> text = _bytes.AsSpan(0, _length);
        if (upper) Ascii.ToUpperInPlace(text, out _);
        else Ascii.ToLowerInPlace(text, out _);
        return this;
    }
}
