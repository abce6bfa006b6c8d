using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Cti.Tests.Sources.Csv;

/// <summary>What a CSV object says, by CsvHelper alone plus the rules for rejects: slow and simple, and sharing nothing with the program.</summary>
/// <remarks>
/// From each record's start CsvHelper reads one record of all that follows. Where that spans lines and is not beyond doubt (a quote out of place,
/// a wrong number of fields, a quoted field over the limit, no end), CsvHelper reads the first line by itself instead.
/// </remarks>
internal static class CsvReference
{
    private const string Probe = "\n\u0001";

    /// <param name="content">The object.</param>
    /// <param name="source">Its index.</param>
    /// <param name="fields">How many columns it has.</param>
    /// <param name="maxFieldBytes">The longest field allowed.</param>
    /// <param name="delimiter">Between two fields.</param>
    /// <param name="wanted">The columns whose fields are told, in that order; null: all.</param>
    public static IEnumerable<CsvItem> Read(
        byte[] content, int source, int fields, int maxFieldBytes, string delimiter = ",", IReadOnlyList<int>? wanted = null)
    {
        // Latin-1: one character a byte, so that positions are offsets and any byte survives.
        string text = Encoding.Latin1.GetString(content);
        int at = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? 3 : 0;
        long line = 1;
        bool header = true;
        while (at < text.Length)
        {
            if (text[at] is '\r' or '\n')
            {
                at += BreakLength(text, at);
                line++;
                continue;
            }

            string record = RecordIn(text, at, fields, maxFieldBytes, delimiter);
            if (!header) yield return Judge(record, source, line, at, fields, maxFieldBytes, delimiter, wanted);
            header = false;
            line += Lines(record);
            at += record.Length;
            if (at < text.Length) at += BreakLength(text, at);
        }
    }

    // Shows CsvHelper no more of the rest than it takes: reading all of it for each record would take a test hours.
    private static string RecordIn(string text, int at, int fields, int maxFieldBytes, string delimiter)
    {
        for (int view = 2000; at + view < text.Length; view *= 4)
        {
            string part = text.Substring(at, view);
            if (!Parse(part, delimiter).Open && RecordAt(part, fields, maxFieldBytes, delimiter) is { } record && record.Length + 2 < view) return record;
        }

        return RecordAt(text[at..], fields, maxFieldBytes, delimiter);
    }

    private static string RecordAt(string rest, int fields, int maxFieldBytes, string delimiter)
    {
        Reading reading = Parse(rest, delimiter);
        string firstLine = rest[..Math.Max(0, (rest + "\n").IndexOfAny(['\r', '\n']))];
        if (reading.Open) return firstLine;
        string record = rest[..reading.Length];
        bool spansLines = record.Length > firstLine.Length;
        bool doubtful = reading.Bad || reading.Fields.Length != fields || HasLongQuotedField(record, reading.Fields, maxFieldBytes);
        return spansLines && doubtful ? firstLine : record;
    }

    private static CsvItem Judge(
        string record, int source, long line, long offset, int fields, int maxFieldBytes, string delimiter, IReadOnlyList<int>? wanted)
    {
        CsvItem Reject(string code) => CsvItem.Reject(source, line, offset, record, code);
        if (record.Contains('\0')) return Reject("nul_byte");
        if (!IsUtf8(record)) return Reject("invalid_utf8");
        Reading reading = Parse(record, delimiter);
        if (reading.Open) return Reject("unterminated_quote");
        if (reading.Fields.Length != fields) return Reject("ragged_row");
        if (reading.Fields.Any(field => field.Length > maxFieldBytes)) return Reject("field_too_long");
        return CsvItem.Record(source, line, offset, record, wanted is null ? reading.Fields : wanted.Select(column => reading.Fields[column]));
    }

    private static Reading Parse(string text, string delimiter)
    {
        bool bad = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            BadDataFound = _ => bad = true,
            BufferSize = text.Length + Probe.Length + 1,
        };
        using var parser = new CsvParser(new StringReader(text + Probe), configuration);
        Assert.True(parser.Read());
        string[] fields = parser.Record!;
        string raw = parser.RawRecord;
        bool open = raw.Length == text.Length + Probe.Length;
        string record = raw.EndsWith("\r\n", StringComparison.Ordinal) ? raw[..^2] : raw[..^1];
        return new Reading(fields, Math.Min(record.Length, text.Length), bad, open);
    }

    private static bool HasLongQuotedField(string record, string[] fields, int maxFieldBytes)
    {
        int at = 0;
        foreach (string field in fields)
        {
            bool quoted = at < record.Length && record[at] == '"';
            if (quoted && field.Length > maxFieldBytes) return true;
            at += 1 + field.Length + (quoted ? 2 + field.Count(c => c == '"') : 0);
        }

        return false;
    }

    private static bool IsUtf8(string latin1)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(Encoding.Latin1.GetBytes(latin1));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static int BreakLength(string text, int at) => text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;

    private static int Lines(string record)
    {
        int lines = 1;
        for (int at = 0; at < record.Length; at++)
        {
            if (record[at] is not ('\r' or '\n')) continue;
            lines++;
            at += BreakLength(record, at) - 1;
        }

        return lines;
    }

    private readonly record struct Reading(string[] Fields, int Length, bool Bad, bool Open);
}
