using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cti.Pipelines.Erasure.Raw;

/// <summary>The texts that a record which nobody could read may be: it is searched for persons in each.</summary>
internal static partial class UnreadText
{
    /// <summary>The readings, the likeliest first.</summary>
    /// <param name="raw">The record.</param>
    /// <param name="text">The record as UTF-8.</param>
    public static IReadOnlyList<string> ReadingsOf(ReadOnlySpan<byte> raw, string text)
    {
        List<string> readings = [text];

        // A broken JSON record escapes its text as a sound one does.
        if (text.Contains("\\u", StringComparison.Ordinal))
            readings.Add(Escape().Replace(text, match => ((char)ushort.Parse(match.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString()));

        // UTF-16 has every other byte zero; a piece of it may begin amid a character, and is then read by the other order.
        if (raw.Contains((byte)0))
            readings.AddRange([Encoding.Unicode.GetString(raw), Encoding.BigEndianUnicode.GetString(raw)]);
        return readings;
    }

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
