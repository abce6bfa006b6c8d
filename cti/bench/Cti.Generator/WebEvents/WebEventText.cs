using System.Globalization;
using System.Text;

namespace Cti.Generator.WebEvents;

/// <summary>Web events as JSON: the same number gives the same text.</summary>
internal static class WebEventText
{
    private const string Context =
        """{"library":{"name":"analytics.js","version":"2.11.1"},"page":{"path":"/home","title":"Home }{ now","url":"https://example.org/home?x=1"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64)","locale":"nl-NL","ip":"192.0.2.7"}""";

    private static readonly string[] Words = ["winter", "a}{b", "coffee ☕", "\\u00e9t\\u00e9", "\\\"quoted\\\"", "日本", "two\\nlines", "plain words of some length", "{\\\"a\\\":1}", "tea"];
    private static readonly DateTime First = new(2021, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Appends the event of that number.</summary>
    /// <param name="text">Takes it.</param>
    /// <param name="number">Makes the message id and everything else.</param>
    /// <param name="isOther">Other content under the same message id.</param>
    /// <param name="untimed">Share of events without a timestamp of their own.</param>
    /// <returns>The table it goes to.</returns>
    public static string Append(StringBuilder text, long number, bool isOther, double untimed)
    {
        long user = number * 7919 % 50_021;
        int kind = (int)(number % 20);
        string table = kind < 3 ? "users" : kind < 13 ? "posts" : kind < 18 ? "follows" : "unfollows";
        bool isUntimed = Mixed(number) % 10_000 < (ulong)(untimed * 10_000);
        Begin(text, kind < 3 ? "identify" : "track", number, user + (isOther ? 1 : 0));
        switch (table)
        {
            case "users":
                text.Append(CultureInfo.InvariantCulture, $"\"traits\":{{\"username\":\"user{user}\",\"email\":\"User{user}@mail.example.org\",\"about_me\":\"{Words[number % 10]} {number}\",\"created_at\":\"{Moment(number)}\",\"plan\":\"pro\",\"logins\":{number % 90}}},");
                break;
            case "posts":
                text.Append(CultureInfo.InvariantCulture, $"\"event\":\"Post Created\",\"properties\":{{\"id\":\"p{number}\",\"body\":\"{Words[number % 10]} {Words[number / 10 % 10]} {Words[number / 100 % 10]} {number}\",\"author\":\"u{user}\",\"created_at\":\"{Moment(number)}\"}},");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"\"event\":\"{(table == "follows" ? "Follow User" : "Unfollow User")}\",\"properties\":{{\"user_id\":\"u{Mixed(number) % 50_021}\"}},");
                break;
        }

        End(text, number, isUntimed);
        return table;
    }

    /// <summary>Appends an event of another type or name.</summary>
    public static void AppendOther(StringBuilder text, long row)
    {
        Begin(text, row % 3 == 0 ? "page" : "track", -row - 1, row % 50_021);
        text.Append(row % 3 == 0 ? "\"name\":\"Home\",\"properties\":{}," : "\"event\":\"Song Played\",\"properties\":{\"title\":\"}{\"},");
        End(text, row, isUntimed: false);
    }

    /// <summary>Appends an event that breaks exactly one rule.</summary>
    /// <returns>The reason for its rejection.</returns>
    public static string AppendBad(StringBuilder text, long row, int kind)
    {
        int start = text.Length;
        Begin(text, "track", -row - 1, 1);
        text.Append("\"event\":\"Follow User\",\"properties\":{\"user_id\":\"u1\"},");
        End(text, row, isUntimed: false);
        (string from, string to, string reason) = kind switch
        {
            0 => ("\"user_id\":\"u1\"", "\"user_id\":\" \"", "properties.user_id:required"),
            1 => ("\"type\":\"track\",", "", "type:required"),
            2 => ("\"version\":2}", "\"version\":2,}", "invalid_json"),
            _ => ("\"timestamp\":\"2021", "\"timestamp\":\"21", "timestamp:invalid_timestamp"),
        };
        text.Replace(from, to, start, text.Length - start);
        return reason;
    }

    private static void Begin(StringBuilder text, string type, long number, long user) => text.Append(
        CultureInfo.InvariantCulture,
        $"{{\"anonymousId\":\"a-{Mixed(number):x16}\",\"context\":{Context},\"type\":\"{type}\",\"userId\":\"u{user}\",\"messageId\":\"ajs-{Mixed(number):x16}{Mixed(~number):x16}\",");

    private static void End(StringBuilder text, long number, bool isUntimed)
    {
        string moment = Moment(number);
        text.Append(CultureInfo.InvariantCulture, $"\"originalTimestamp\":\"{moment}\",\"sentAt\":\"{moment}\",\"receivedAt\":\"{moment}\",");
        if (!isUntimed)
            text.Append(CultureInfo.InvariantCulture, $"\"timestamp\":\"{moment}\",");
        text.Append("\"version\":2}");
    }

    private static string Moment(long number) => First.AddMilliseconds(number % 2_600_000_000).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static ulong Mixed(long number)
    {
        ulong z = (ulong)number + 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
