using System.IO.Compression;

namespace Cti.Generator.Output;

/// <summary>Writes CSV as bytes through one buffer; a row is at most <see cref="MaxRowBytes"/>.</summary>
public sealed class CsvRowWriter : IDisposable
{
    /// <summary>The greatest length of a row in bytes.</summary>
    public const int MaxRowBytes = 16 * 1024;

    private readonly Stream _stream;
    private readonly CsvForm _form;
    private readonly byte[] _buffer = new byte[1 << 20];
    private int _used;
    private long _appended;
    private bool _inRow;
    private bool _breakIsDue;

    /// <summary>Writes onto a stream, which it closes at the end.</summary>
    public CsvRowWriter(Stream stream, CsvForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        _form = form;
        _stream = form.Gzip ? new GZipStream(stream, CompressionLevel.Fastest) : stream;
        if (form.Bom) Append([0xEF, 0xBB, 0xBF]);
    }

    /// <summary>Bytes of the file so far, before compression, the last row's line break included.</summary>
    public long Bytes => _appended + (_breakIsDue && !_form.NoFinalNewline ? LineBreak.Length : 0);

    private ReadOnlySpan<byte> LineBreak => _form.Crlf ? "\r\n"u8 : "\n"u8;

    /// <summary>Writes a field, quoted where it must be or the form says so.</summary>
    public void WriteField(ReadOnlySpan<byte> text, bool quoted = false)
    {
        BeginField();
        if (quoted || _form.QuoteAll || text.IndexOfAny(",\"\r\n"u8) >= 0) AppendQuoted(text);
        else Append(text);
    }

    /// <summary>Writes a field whose text is known to need no quotes; faster.</summary>
    public void WritePlainField(ReadOnlySpan<byte> text)
    {
        BeginField();
        if (_form.QuoteAll) AppendQuoted(text);
        else Append(text);
    }

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        _inRow = false;
        _breakIsDue = true;
        if (_used <= _buffer.Length - MaxRowBytes) return;
        _stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    /// <summary>Writes what is left and closes the stream.</summary>
    public void Dispose()
    {
        if (_breakIsDue && !_form.NoFinalNewline) AppendBreak();
        _stream.Write(_buffer, 0, _used);
        _used = 0;
        _stream.Dispose();
    }

    private void BeginField()
    {
        if (_inRow) Append(","u8);
        else if (_breakIsDue) AppendBreak();
        _inRow = true;
    }

    private void AppendBreak()
    {
        Append(LineBreak);
        _breakIsDue = false;
    }

    private void AppendQuoted(ReadOnlySpan<byte> text)
    {
        Append("\""u8);
        for (int quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            Append(text[..(quote + 1)]);
            Append("\""u8);
            text = text[(quote + 1)..];
        }

        Append(text);
        Append("\""u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
        _appended += bytes.Length;
    }
}
