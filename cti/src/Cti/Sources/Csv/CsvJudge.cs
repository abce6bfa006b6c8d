using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Cti.Sources.Csv;

/// <summary>CsvHelper's reading of one line: it decides what the tokeniser is not sure of, and the header.</summary>
/// <remarks>
/// In its RFC 4180 mode without a handler for bad data it is lenient: a quote inside an unquoted field is text, and so is what comes after a
/// closing quote, up to the next delimiter.
/// </remarks>
internal static class CsvJudge
{
    // A second line after the one in question: if CsvHelper takes it for text of the first, the first ends inside quotes.
    private const string Probe = "\n.";

    /// <summary>The fields of a line; null where it ends inside quotes, or is empty.</summary>
    /// <param name="line">Valid UTF-8, without the line break at its end.</param>
    /// <param name="delimiter">The byte between two fields.</param>
    public static string[]? Fields(ReadOnlySpan<byte> line, byte delimiter)
    {
        string text = Encoding.UTF8.GetString(line) + Probe;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Mode = CsvMode.RFC4180,
            Delimiter = ((char)delimiter).ToString(),
            BadDataFound = null,

            // The whole text at once: there are no borders of its buffer to get wrong.
            BufferSize = text.Length + 1,
        };
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, configuration);
        if (!parser.Read()) return null;
        string[]? fields = parser.Record;
        return parser.Read() && parser.Count == 1 && parser[0] == "." ? fields : null;
    }
}
