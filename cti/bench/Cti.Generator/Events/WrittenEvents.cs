using System.Text;
using Cti.Generator.Output;
using Cti.Generator.Vocabulary;

namespace Cti.Generator.Events;

/// <summary>The rows that must be in the output: counted, summed up and, where asked for, listed in normal form.</summary>
internal sealed class WrittenEvents(Truth truth, CsvRowWriter? expected)
{
    private static readonly byte[][] Columns =
        ["reassigned"u8.ToArray(), "id"u8.ToArray(), "timestamp"u8.ToArray(), "email"u8.ToArray(), "company"u8.ToArray(),
         "country"u8.ToArray(), "ip"u8.ToArray(), "uri"u8.ToArray(), "action"u8.ToArray(), "tags"u8.ToArray()];

    private readonly TextBuffer _text = new();
    private readonly long[] _rowsByAction = new long[Words.Actions.Length];
    private long _daySum;
    private bool _hasHeader;

    /// <summary>Takes the next row; <paramref name="isReassigned"/> where its id is taken by other content.</summary>
    public void Add(in EventContent content, bool isReassigned)
    {
        truth.Counts.Written++;
        if (isReassigned) truth.Counts.Reassigned++;
        _rowsByAction[content.Action]++;
        _daySum += DateOnly.FromDayNumber(content.Day).Day;
        if (expected is null) return;
        if (!_hasHeader) WriteHeader(expected);
        List(content, isReassigned, expected);
    }

    /// <summary>Hands the sums to the truth.</summary>
    public void Finish()
    {
        truth.DistinctKeys = truth.Counts.Written;
        truth.Written["sum_of_day_of_month"] = _daySum;
        for (int i = 0; i < _rowsByAction.Length; i++)
        {
            string action = Encoding.UTF8.GetString(_text.Clear().Append(Words.Actions[i]).FoldAscii(upper: false).Text);
            truth.Written[$"rows_with_action_{action}"] = _rowsByAction[i];
        }

        if (expected is not null && !_hasHeader) WriteHeader(expected);
    }

    private void WriteHeader(CsvRowWriter writer)
    {
        foreach (byte[] column in Columns) writer.WriteField(column);
        writer.EndRow();
        _hasHeader = true;
    }

    private void List(in EventContent content, bool isReassigned, CsvRowWriter writer)
    {
        const EventStyle style = EventStyle.WrittenMidnight | EventStyle.SixDecimals;
        writer.WriteField(isReassigned ? "1"u8 : "0"u8);
        EventText.Id(content, _text.Clear());
        writer.WriteField(_text.Text);
        EventText.Timestamp(content, style, _text.Clear());
        writer.WriteField(_text.Text);
        EventText.Email(content, _text.Clear());
        writer.WriteField(_text.Text);
        EventText.Company(content, _text.Clear());
        writer.WriteField(_text.Text);
        EventText.NormalCountry(content, _text.Clear());
        writer.WriteField(_text.Text);
        EventText.Ip(content, EventStyle.Usual, _text.Clear());
        writer.WriteField(_text.Text);
        writer.WriteField(Words.Uris[content.Uri]);
        writer.WriteField(_text.Clear().Append(Words.Actions[content.Action]).FoldAscii(upper: false).Text);
        EventText.NormalTags(content, _text.Clear());
        writer.WriteField(_text.Text);
        writer.EndRow();
    }
}
