using Cti.Records.Raw;

namespace Cti.Sources.Csv;

/// <summary>Finds out, byte for byte, where one record ends: for every record that a scan by masks is not sure of.</summary>
/// <remarks>
/// The rule: a record may span lines only if it is beyond doubt: each quoted field closed within the field limit and followed by a delimiter
/// or a line break, no quote in an unquoted field, as many fields as the header. Otherwise the physical line is the record, so that
/// a stray quote costs its own line and never the lines after it.
/// The end of the bytes stands for the end of the object: a block ends where a record ends, and a record that would be sound with the
/// bytes after the block would have been kept whole. So the cutter and the tokeniser come to the same records.
/// </remarks>
internal static class RecordScanner
{
    private const byte Quote = (byte)'"';
    private const byte Feed = (byte)'\n';
    private const byte Return = (byte)'\r';

    /// <summary>The extent of the record at <paramref name="start"/>.</summary>
    /// <param name="bytes">Everything in view.</param>
    /// <param name="start">Where a record begins; before the end of <paramref name="bytes"/>.</param>
    /// <param name="final">Nothing follows the bytes in view.</param>
    /// <param name="dialect">Of the object.</param>
    /// <param name="fields">Takes the fields of a sound record, quotes included; as long as the header, or empty where they are not wanted.</param>
    public static RecordExtent Scan(ReadOnlySpan<byte> bytes, int start, bool final, in CsvDialect dialect, Span<FieldSlice> fields)
    {
        if (bytes[start] is Feed or Return) return Ended(RecordKind.Blank, bytes, start, final, 0);
        int at = start;
        int lines = 0;
        for (int field = 0; field < dialect.Columns; field++)
        {
            int fieldStart = at;
            bool quoted = at < bytes.Length && bytes[at] == Quote;
            RecordKind kind = quoted ? PassQuoted(bytes, ref at, final, dialect) : PassPlain(bytes, ref at, final, dialect.Delimiter);
            if (kind == RecordKind.NeedMore) return default;
            if (kind == RecordKind.DoubtfulLine) break;
            if (quoted) lines += LineBreaks.Count(bytes[fieldStart..at]);
            if (!fields.IsEmpty) fields[field] = new FieldSlice(fieldStart, at - fieldStart);
            if (at < bytes.Length && bytes[at] == dialect.Delimiter)
            {
                at++;
                continue;
            }

            if (field + 1 < dialect.Columns) break;
            return Ended(RecordKind.Sound, bytes, at, final, lines);
        }

        return Line(bytes, start, final);
    }

    /// <summary>The physical line at <paramref name="start"/> as a doubtful record.</summary>
    public static RecordExtent Line(ReadOnlySpan<byte> bytes, int start, bool final)
    {
        int length = bytes[start..].IndexOfAny(Feed, Return);
        if (length < 0 && !final) return default;
        return Ended(RecordKind.DoubtfulLine, bytes, length < 0 ? bytes.Length : start + length, final, 0);
    }

    private static RecordExtent Ended(RecordKind kind, ReadOnlySpan<byte> bytes, int end, bool final, int linesWithin)
    {
        if (end == bytes.Length) return new RecordExtent(kind, end, end, linesWithin + 1);
        int length = LineBreaks.LengthAt(bytes, end, final);
        return length == 0 ? default : new RecordExtent(kind, end, end + length, linesWithin + 1);
    }

    private static RecordKind PassPlain(ReadOnlySpan<byte> bytes, ref int at, bool final, byte delimiter)
    {
        ReadOnlySpan<byte> rest = bytes[at..];
        int length = rest.IndexOfAny(delimiter, Feed, Return);
        if (length < 0 && !final) return RecordKind.NeedMore;
        if (length < 0) length = rest.Length;
        if (rest[..length].Contains(Quote)) return RecordKind.DoubtfulLine;
        at += length;
        return RecordKind.Sound;
    }

    private static RecordKind PassQuoted(ReadOnlySpan<byte> bytes, ref int at, bool final, in CsvDialect dialect)
    {
        int content = at + 1;
        int from = content;
        int escapes = 0;
        while (true)
        {
            // One byte past the limit is enough to know that the field is too long.
            int view = (int)Math.Min(bytes.Length, (long)content + escapes + dialect.MaxFieldBytes + 1);
            int found = from < view ? bytes[from..view].IndexOf(Quote) : -1;
            if (found < 0)
            {
                bool tooLong = view - content - escapes > dialect.MaxFieldBytes;
                return tooLong || final ? RecordKind.DoubtfulLine : RecordKind.NeedMore;
            }

            int quote = from + found;
            if (quote + 1 == bytes.Length)
            {
                if (!final) return RecordKind.NeedMore;
                at = quote + 1;
                return RecordKind.Sound;
            }

            if (bytes[quote + 1] == Quote)
            {
                escapes++;
                from = quote + 2;
                continue;
            }

            at = quote + 1;
            return bytes[at] == dialect.Delimiter || bytes[at] is Feed or Return ? RecordKind.Sound : RecordKind.DoubtfulLine;
        }
    }
}
