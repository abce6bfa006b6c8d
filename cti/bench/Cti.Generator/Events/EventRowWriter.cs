using Cti.Generator.Output;
using Cti.Generator.Vocabulary;

namespace Cti.Generator.Events;

/// <summary>Writes events as rows of CSV, faults included.</summary>
internal sealed class EventRowWriter(CsvRowWriter writer)
{
    private readonly TextBuffer _text = new();
    private readonly TextBuffer _padded = new();

    /// <summary>Writes the names of the columns.</summary>
    public void WriteHeader()
    {
        foreach (string name in new[] { "id", "timestamp", "email", "country", "ip", "uri", "action", "tags" })
            writer.WriteField(System.Text.Encoding.UTF8.GetBytes(name));
        writer.EndRow();
    }

    /// <summary>Writes one event in its own style.</summary>
    public void Write(in EventContent content)
    {
        EventStyle style = content.Style;
        EventField fault = content.Fault;
        ulong salt = content.Salt;
        EventText.Id(content, _text.Clear());
        if (style.HasFlag(EventStyle.UpperId)) _text.FoldAscii(upper: true);
        Field(fault == EventField.Id ? EventFaults.Id(_text.Text, salt) : _text.Text, style);

        EventText.Timestamp(content, style, _text.Clear());
        Field(fault == EventField.Timestamp ? EventFaults.Timestamp(salt) : _text.Text, style);

        EventText.Email(content, _text.Clear());
        if (fault == EventField.Email) EventFaults.Email(_text, salt);
        if (style.HasFlag(EventStyle.UpperEmail)) _text.FoldAscii(upper: true);
        Field(_text.Text, style);

        _text.Clear().Append(fault == EventField.Country ? EventFaults.Name(salt) : Countries.Names[content.Country]);
        if (style.HasFlag(EventStyle.UpperNames)) _text.FoldAscii(upper: true);
        Field(_text.Text, style);

        EventText.Ip(content, style, _text.Clear());
        Field(fault == EventField.Ip ? EventFaults.Ip(salt) : _text.Text, style);
        Field(fault == EventField.Uri ? EventFaults.Uri(salt) : Words.Uris[content.Uri], style);

        _text.Clear().Append(fault == EventField.Action ? EventFaults.Name(salt) : Words.Actions[content.Action]);
        if (style.HasFlag(EventStyle.UpperNames)) _text.FoldAscii(upper: true);
        Field(_text.Text, style);
        WriteTags(content);
        writer.EndRow();
    }

    private void WriteTags(in EventContent content)
    {
        bool isRagged = content.Fault == EventField.Row;
        if (isRagged && content.Salt % 2 == 0) return;
        EventText.Tags(content, content.Style, _text.Clear());
        // Lists of Python and JSON are quoted by the sources even where a single tag would need no quotes.
        bool isList = !content.Style.HasFlag(EventStyle.CommaTags);
        writer.WriteField(_text.Text, quoted: isList);
        if (isRagged) writer.WriteField("one too many"u8);
    }

    private void Field(ReadOnlySpan<byte> text, EventStyle style)
    {
        if (style.HasFlag(EventStyle.Padded)) text = _padded.Clear().Append(" "u8).Append(text).Append("  "u8).Text;
        writer.WriteField(text, style.HasFlag(EventStyle.NeedlessQuotes));
    }
}
