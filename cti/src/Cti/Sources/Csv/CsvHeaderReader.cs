using System.Text;
using System.Text.Unicode;
using Cti.Failures;

namespace Cti.Sources.Csv;

/// <summary>Reads what stands before the records of a CSV object: byte order mark, empty lines, header; and finds the dialect in it.</summary>
internal sealed class CsvHeaderReader
{
    private const int MaxHeaderBytes = 1 << 20;

    private readonly IReadOnlyList<string> declared;
    private readonly CsvSourceOptions options;
    private readonly byte[] delimiters;
    private readonly CsvJudge judge = new();

    // The objects of a run mostly have the same header; of many small ones it would be the greater part of the work.
    private byte[] lastHeader = [];
    private string[] lastNames = [];
    private CsvLayout? lastLayout;
    private string lastText = string.Empty;
    private readonly Dictionary<string, string> headers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> fieldByName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a reader for one dataset.</summary>
    /// <param name="declared">The dataset's fields, in its order.</param>
    /// <param name="options">The delimiter, the limits, and who takes warnings.</param>
    public CsvHeaderReader(IReadOnlyList<string> declared, CsvSourceOptions options)
    {
        this.declared = declared;
        this.options = options;
        for (int field = 0; field < declared.Count; field++) fieldByName.Add(declared[field], field);
        delimiters = options.Delimiter is { } given ? [(byte)given] : [(byte)',', (byte)';', (byte)'\t', (byte)'|'];
    }

    /// <summary>The header of an object that was begun, as it stands there; null where it has none.</summary>
    public string? HeaderOf(string uri) => headers.GetValueOrDefault(uri);

    /// <summary>Reads the object's first bytes.</summary>
    /// <exception cref="CtiException">Usage: no CSV, or columns missing or doubled.</exception>
    public ObjectStart<CsvLayout> Read(ReadOnlySpan<byte> bytes, bool final, string uri)
    {
        if (bytes.Length < 4 && !final) return default;
        NotCsv.RefuseForeignEncoding(bytes, uri);
        int start = bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? 3 : 0;
        while (start < bytes.Length && bytes[start] is (byte)'\r' or (byte)'\n') start++;
        if (start == bytes.Length) return Unfinished(bytes, final, uri);

        int end = HeaderEnd(bytes, start, final);
        int breakLength = end < 0 ? 0 : end == bytes.Length ? 0 : LineBreaks.LengthAt(bytes, end, final);
        if (end < 0 || (end < bytes.Length && breakLength == 0)) return Unfinished(bytes, final, uri);

        int body = end + breakLength;
        CsvLayout layout = Layout(bytes[start..end], uri);
        return new ObjectStart<CsvLayout>(layout, body, LineBreaks.Count(bytes[..body]));
    }

    private static ObjectStart<CsvLayout> Unfinished(ReadOnlySpan<byte> bytes, bool final, string uri)
    {
        if (final || bytes.Length < MaxHeaderBytes) return default;
        throw CtiException.Usage("read", $"{uri}: the first {bytes.Length} bytes hold no whole header line; {NotCsv.Looks(bytes)}expected is CSV with a header.");
    }

    // A header may hold quoted names with line breaks: the shortest run of lines with an even number of quotes, else the first line.
    private static int HeaderEnd(ReadOnlySpan<byte> bytes, int start, bool final)
    {
        int quotes = 0;
        int first = -1;
        for (int at = start; at < bytes.Length; at++)
        {
            if (bytes[at] == '"') quotes++;
            if (bytes[at] is not ((byte)'\n' or (byte)'\r')) continue;
            if (first < 0) first = at;
            if (quotes % 2 == 0) return at;
            if (at - start > MaxHeaderBytes) return first;
        }

        if (!final) return -1;
        return quotes % 2 == 0 || first < 0 ? bytes.Length : first;
    }

    private CsvLayout Layout(ReadOnlySpan<byte> header, string uri)
    {
        if (lastLayout is null || !header.SequenceEqual(lastHeader))
        {
            if (header.Contains((byte)0) || !Utf8.IsValid(header))
                throw CtiException.Usage("read", $"{uri} is no CSV: {NotCsv.Looks(header)}its first line is not text in UTF-8; expected is CSV with a header.");
            byte delimiter = FindDelimiter(header, out string[] names, out int known);
            if (known < declared.Count) throw MissingColumns(header, names, uri);
            lastLayout = new CsvLayout(new CsvDialect(delimiter, names.Length, options.MaxFieldBytes), Targets(names, uri));
            lastNames = names;
            lastHeader = header.ToArray();
            lastText = Encoding.UTF8.GetString(header);
        }

        headers[uri] = lastText;

        WarnOfExtra(lastNames, lastLayout.Targets, uri);
        return lastLayout;
    }

    // The delimiter by which the header shows the most declared fields; the first of equals.
    private byte FindDelimiter(ReadOnlySpan<byte> header, out string[] names, out int known)
    {
        byte delimiter = delimiters[0];
        names = [];
        known = -1;
        foreach (byte candidate in delimiters)
        {
            string[] found = judge.Fields(header, candidate) ?? [];
            for (int i = 0; i < found.Length; i++) found[i] = found[i].Trim();
            int count = found.Where(fieldByName.ContainsKey).Distinct(StringComparer.OrdinalIgnoreCase).Count();
            if (count <= known) continue;
            (known, names, delimiter) = (count, found, candidate);
        }

        return delimiter;
    }

    private int[] Targets(string[] found, string uri)
    {
        int[] targets = new int[found.Length];
        var taken = new bool[declared.Count];
        for (int column = 0; column < found.Length; column++)
        {
            int field = fieldByName.GetValueOrDefault(found[column], -1);
            targets[column] = field;
            if (field < 0) continue;
            if (taken[field])
                throw CtiException.Usage("read", $"{uri} has the column {declared[field]} twice (columns: {Names(found)}); expected is each once: remove or rename one.");
            taken[field] = true;
        }

        return targets;
    }

    private void WarnOfExtra(string[] found, int[] targets, string uri)
    {
        if (options.Warn is null) return;
        string[] extra = found.Where((_, column) => targets[column] < 0).ToArray();
        if (extra.Length > 0)
            options.Warn($"{uri} has {(extra.Length == 1 ? "a column" : "columns")} that the dataset does not know, ignored: {Names(extra)}.");
    }

    private CtiException MissingColumns(ReadOnlySpan<byte> header, string[] found, string uri)
    {
        IEnumerable<string> missing = declared.Where(field => !found.Contains(field, StringComparer.OrdinalIgnoreCase));
        string looks = NotCsv.Looks(header);
        if (looks.Length > 0) return CtiException.Usage("read", $"{uri} is no CSV: {looks}expected is CSV with the columns {Names(declared)}.");
        return CtiException.Usage(
            "read",
            $"{uri} lacks {Names(missing)} in its header; found: {Names(found)}; expected: {Names(declared)}. Correct the header or choose the dataset that fits.");
    }

    // Names come from the object: however long or many they are, the message stays readable.
    private static string Names(IEnumerable<string> names)
    {
        var text = new StringBuilder();
        foreach (string name in names)
        {
            if (text.Length > 400) return text.Append(", …").ToString();
            if (text.Length > 0) text.Append(", ");
            text.Append(name.Length == 0 ? "(unnamed)" : name.Length > 80 ? string.Concat(name.AsSpan(0, 80), "…") : name);
        }

        return text.Length == 0 ? "none" : text.ToString();
    }
}
