using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cti.Tests.Generator;

/// <summary>The events rules of the contract once more, as plainly as they can be written: a dictionary, regular expressions, everything in memory.</summary>
internal sealed partial class NaiveEvents
{
    private readonly Dictionary<string, HashSet<string>> _contentsById = [];
    private readonly DateTime _month;

    private NaiveEvents(DateTime month) => _month = month;

    public long Read { get; private set; }

    public long Duplicates { get; private set; }

    public long Reassigned { get; private set; }

    public long Filtered { get; private set; }

    public SortedDictionary<string, long> RejectedByReason { get; } = new(StringComparer.Ordinal);

    /// <summary>By row in normal form: reassigned, id, timestamp, email, company, country, ip, uri, action, tags.</summary>
    public List<string[]> Written { get; } = [];

    public long Rejected { get; private set; }

    public NaiveCounts Counts => new(Read, Written.Count, Duplicates, Reassigned, Filtered, Rejected) { Reasons = RejectedByReason };

    public static NaiveEvents Judge(Stream file, DateTime month) => Judge([file], month);

    public static NaiveEvents Judge(IEnumerable<Stream> files, DateTime month)
    {
        NaiveEvents result = new(month);
        foreach (Stream file in files) result.TakeFile(NaiveCsv.Read(file));
        return result;
    }

    private void TakeFile(List<string[]> rows)
    {
        if (rows.Count == 0) return;
        List<string> header = [.. rows[0].Select(name => name.Trim().ToLowerInvariant())];
        int[] columns = [.. new[] { "id", "timestamp", "email", "country", "ip", "uri", "action", "tags" }.Select(name => header.IndexOf(name))];
        foreach (string[] row in rows.Skip(1)) Take(row, header.Count, columns);
    }

    private void Take(string[] raw, int width, int[] columns)
    {
        Read++;
        if (raw.Length != width)
        {
            Reject(["ragged_row"]);
            return;
        }

        string[] row = [.. columns.Select(column => raw[column].Trim())];
        row[0] = row[0].ToLowerInvariant();
        foreach (int lower in new[] { 2, 3, 6 }) row[lower] = row[lower].ToLowerInvariant();
        string[] reasons = [.. Reasons(row)];
        if (reasons.Length > 0)
        {
            Reject(reasons);
            return;
        }

        DateTime time = Time(row[1])!.Value;
        if (time.Year != _month.Year || time.Month != _month.Month)
        {
            Filtered++;
            return;
        }

        string[] normal = [row[0], time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), row[2],
            row[2].Split('@')[1].Split('.')[0], row[3], IPAddress.Parse(row[4]).ToString(), row[5], row[6], JsonTags(row[7])!];
        if (!_contentsById.TryGetValue(row[0], out HashSet<string>? contents)) _contentsById[row[0]] = contents = [];
        if (!contents.Add(string.Join('\0', normal)))
        {
            Duplicates++;
            return;
        }

        if (contents.Count > 1) Reassigned++;
        Written.Add([contents.Count > 1 ? "1" : "0", .. normal]);
    }

    private void Reject(string[] reasons)
    {
        Rejected++;
        foreach (string reason in reasons) RejectedByReason[reason] = RejectedByReason.GetValueOrDefault(reason) + 1;
    }

    private static IEnumerable<string> Reasons(string[] row)
    {
        string[] names = ["id", "timestamp", "email", "country", "ip", "uri", "action"];
        int[] longest = [36, int.MaxValue, 320, 64, int.MaxValue, 2048, 64];
        Func<string, string?>[] rules =
        [
            id => Uuid().IsMatch(id) ? null : "invalid_uuid",
            timestamp => Time(timestamp) is null ? "invalid_timestamp" : null,
            email => Email().IsMatch(email) ? null : "invalid_email",
            _ => null,
            ip => IsAddress(ip) ? null : "invalid_ip",
            _ => null,
            _ => null,
        ];
        for (int i = 0; i < names.Length; i++)
        {
            string? code = row[i].Length == 0 ? "required" : rules[i](row[i]) ?? (Encoding.UTF8.GetByteCount(row[i]) > longest[i] ? "too_long" : null);
            if (code is not null) yield return $"{names[i]}:{code}";
        }

        if (JsonTags(row[7]) is null) yield return "tags:invalid_tags";
    }

    internal static DateTime? Time(string text)
    {
        if (!Timestamp().IsMatch(text)) return null;
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFK"];
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTime.TryParseExact(text.Replace('T', ' '), forms, CultureInfo.InvariantCulture, utc, out DateTime time) ? time : null;
    }

    private static bool IsAddress(string text) => text.Contains(':')
        ? !text.Contains('%') && IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
        : Ipv4().IsMatch(text);

    private static string? JsonTags(string text)
    {
        if (text.Length == 0) return "[]";
        if (text[0] != '[') return Json(text.Split(',', StringSplitOptions.TrimEntries));
        try
        {
            return Json(JsonSerializer.Deserialize<string[]>(text)!);
        }
        catch (JsonException)
        {
            if (!PythonList().IsMatch(text)) return null;
            return Json(PythonText().Matches(text).Select(found => Unescape(found.Value[1..^1])));
        }
    }

    // Not JsonSerializer: even its most relaxed encoder escapes characters beyond the basic plane, and the contract wants raw Unicode.
    private static string Json(IEnumerable<string> texts) =>
        "[" + string.Join(',', texts.Select(text => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"")) + "]";

    private static string Unescape(string text) => EscapedLetter().Replace(text, found => found.Groups[1].Value);

    [GeneratedRegex(@"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?)?\z")]
    private static partial Regex Timestamp();

    [GeneratedRegex(@"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\z")]
    private static partial Regex Email();

    [GeneratedRegex(@"^(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}\z")]
    private static partial Regex Ipv4();

    [GeneratedRegex("""^\[\s*(('(\\.|[^'\\])*'|"(\\.|[^"\\])*")\s*(,\s*('(\\.|[^'\\])*'|"(\\.|[^"\\])*")\s*)*)?\]\z""")]
    private static partial Regex PythonList();

    [GeneratedRegex(@"'(\\.|[^'\\])*'|""(\\.|[^""\\])*""")]
    private static partial Regex PythonText();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex EscapedLetter();
}
