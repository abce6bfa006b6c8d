using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cti.Records.Forms;

/// <summary>Lists of texts as they come in raw data, on text.</summary>
public static class TagListText
{
    /// <summary>Reads a list in Python's notation, as JSON, or separated by commas; an empty value is an empty list.</summary>
    /// <remarks>Quoted items are kept as they are, bare ones trimmed; bare empty ones between commas are left out.</remarks>
    public static bool TryParse(string text, out List<string> tags)
    {
        ArgumentNullException.ThrowIfNull(text);
        tags = [];
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
            return true;
        if (trimmed[0] != '[')
        {
            tags.AddRange(trimmed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            return true;
        }

        return trimmed[^1] == ']' && trimmed.Length > 1 && (TryJson(trimmed, tags) || TryItems(trimmed[1..^1], tags));
    }

    /// <summary>The list as compact JSON; only what JSON demands is escaped.</summary>
    public static string ToJson(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        StringBuilder json = new("[");
        for (int i = 0; i < tags.Count; i++)
        {
            if (i > 0)
                json.Append(',');
            AppendQuoted(json, tags[i]);
        }

        return json.Append(']').ToString();
    }

    private static bool TryJson(string text, List<string> tags)
    {
        // Most lists are in Python's notation, and each refusal of the JSON reader is an exception.
        if (text.AsSpan(1).TrimStart(" \t\r\n") is not ['"' or ']', ..])
            return false;
        try
        {
            string[]? items = JsonSerializer.Deserialize(text, TagListJson.Default.StringArray);
            if (items is null || items.Any(item => item is null))
                return false;
            tags.AddRange(items);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryItems(string inner, List<string> tags)
    {
        tags.Clear();
        int at = 0;
        while (true)
        {
            SkipSpaces(inner, ref at);
            if (at == inner.Length)
                return true;
            string? item = inner[at] is '\'' or '"' ? Quoted(inner, ref at) : Bare(inner, ref at);
            if (item is null)
                return false;
            tags.Add(item);
            SkipSpaces(inner, ref at);
            if (at == inner.Length)
                return true;
            if (inner[at++] != ',')
                return false;
        }
    }

    private static void SkipSpaces(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }

    private static string? Bare(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] != ',')
        {
            if (text[at] is '\'' or '"' or '[' or ']')
                return null;
            at++;
        }

        string item = text[start..at].Trim();
        return item.Length == 0 ? null : item;
    }

    private static string? Quoted(string text, ref int at)
    {
        char quote = text[at++];
        StringBuilder item = new();
        while (at < text.Length)
        {
            char character = text[at++];
            if (character == quote)
                return item.ToString();
            if (character != '\\')
                item.Append(character);
            else if (!TryEscape(text, ref at, item))
                return null;
        }

        return null;
    }

    private static bool TryEscape(string text, ref int at, StringBuilder item)
    {
        if (at == text.Length)
            return false;
        char kind = text[at++];
        switch (kind)
        {
            case '\\' or '\'' or '"': item.Append(kind); return true;
            case 'n': item.Append('\n'); return true;
            case 'r': item.Append('\r'); return true;
            case 't': item.Append('\t'); return true;
            case 'x': return TryCode(text, ref at, 2, item);
            case 'u': return TryCode(text, ref at, 4, item);
            case 'U': return TryCode(text, ref at, 8, item);
            default: item.Append('\\').Append(kind); return true; // Python keeps an unknown escape as it stands.
        }
    }

    private static bool TryCode(string text, ref int at, int digits, StringBuilder item)
    {
        if (at + digits > text.Length || !uint.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code))
            return false;
        at += digits;
        if (!Rune.IsValid(code) || code == 0)
            return false;
        item.Append(new Rune(code).ToString());
        return true;
    }

    private static void AppendQuoted(StringBuilder json, string tag)
    {
        json.Append('"');
        foreach (char character in tag)
        {
            switch (character)
            {
                case '"': json.Append("\\\""); break;
                case '\\': json.Append("\\\\"); break;
                case '\n': json.Append("\\n"); break;
                case '\r': json.Append("\\r"); break;
                case '\t': json.Append("\\t"); break;
                case < ' ': json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"); break;
                default: json.Append(character); break;
            }
        }

        json.Append('"');
    }
}
