using System.Globalization;
using System.Text.RegularExpressions;

namespace Cti.Records.Forms;

/// <summary>Dates and date-times as text; the same rule as <see cref="TimestampText"/>, written independently of it.</summary>
public static partial class TimestampRule
{
    /// <summary>What is expected, for messages.</summary>
    public const string Expected = "YYYY-MM-DD, or YYYY-MM-DD HH:MM:SS with up to 6 decimals and Z or an offset";

    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"];

    /// <summary>Parses trimmed text to UTC.</summary>
    public static bool TryParse(string text, out DateTime utc)
    {
        ArgumentNullException.ThrowIfNull(text);
        utc = default;
        if (!Form().IsMatch(text))
            return false;
        string normal = text.Length > 10 ? $"{text[..10]}T{text[11..]}" : text;
        bool parsed = DateTimeOffset.TryParseExact(
            normal, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment);
        utc = moment.UtcDateTime;
        return parsed;
    }

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public static long ToMicros(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
