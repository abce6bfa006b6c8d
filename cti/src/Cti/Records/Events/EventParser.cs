using Cti.Records.Forms;

namespace Cti.Records.Events;

/// <summary>Raw event fields to the typed record.</summary>
internal static class EventParser
{
    private const int Id = 0;
    private const int Timestamp = 1;
    private const int Email = 2;
    private const int Country = 3;
    private const int Ip = 4;
    private const int Uri = 5;
    private const int Action = 6;
    private const int Tags = 7;

    public static EventRecord Parse(RawText raw) => new()
    {
        Id = ParseId(raw),
        Timestamp = raw.Timestamp(Timestamp),
        Email = raw.Lower(Email),
        Country = raw.Lower(Country),
        Ip = ParseIp(raw),
        Uri = raw.Trimmed(Uri),
        Action = raw.Lower(Action),
        Tags = ParseTags(raw),
    };

    private static Guid? ParseId(RawText raw)
    {
        if (raw.Trimmed(Id) is not { } text)
            return null;
        if (IsUuid(text))
            return Guid.ParseExact(text, "D");
        raw.Fail(Id, "invalid_uuid", "Field id is not a UUID of 36 characters without braces");
        return null;
    }

    private static bool IsUuid(string text)
        => text.Length == UuidText.Length && text.Index().All(c => c.Index is 8 or 13 or 18 or 23 ? c.Item == '-' : char.IsAsciiHexDigit(c.Item));

    private static string? ParseIp(RawText raw)
    {
        if (raw.Trimmed(Ip) is not { } text)
            return null;
        if (IpText.TryNormalise(text, out string normalised))
            return normalised;
        raw.Fail(Ip, "invalid_ip", "Field ip is neither an IPv4 address of four octets nor an IPv6 address without a zone");
        return null;
    }

    private static string? ParseTags(RawText raw)
    {
        if (TagListText.TryParse(raw.Exact(Tags) ?? string.Empty, out List<string> tags))
            return TagListText.ToJson(tags);
        raw.Fail(Tags, "invalid_tags", "Field tags is not a list of texts in Python's notation, as JSON or separated by commas");
        return null;
    }
}
