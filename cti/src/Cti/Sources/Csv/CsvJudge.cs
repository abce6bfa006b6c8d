using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Cti.Sources.Csv;

/// <summary>CsvHelper's reading of one line: it decides what the tokeniser is not sure of, and the header. Not thread-safe.</summary>
/// <remarks>
/// In its RFC 4180 mode without a handler for bad data it is lenient: a quote inside an unquoted field is text, and so is what comes after a
/// closing quote, up to the next delimiter.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The reader and the parser over it hold nothing but memory.")]
internal sealed class CsvJudge
{
    // A second line after the one in question: if CsvHelper takes it for text of the first, the first ends inside quotes.
    private const string Probe = "\n.\n";
    private const int UsualChars = 4096;

    private readonly JudgedText judged = new();
    private CsvParser? usual;
    private byte usualDelimiter;

    /// <summary>The fields of a line; null where it ends inside quotes, or is empty.</summary>
    /// <param name="line">Valid UTF-8, without the line break at its end.</param>
    /// <param name="delimiter">The byte between two fields.</param>
    public string[]? Fields(ReadOnlySpan<byte> line, byte delimiter)
    {
        string text = Encoding.UTF8.GetString(line) + Probe;

        // A parser costs far more than a line. It is kept as long as it stands behind a whole line, and used only for what its buffer holds at once.
        bool isUsual = text.Length < UsualChars;
        CsvParser parser = isUsual && usual is not null && usualDelimiter == delimiter ? usual : NewParser(delimiter, Math.Max(UsualChars, text.Length + 1));
        usual = null;
        judged.Begin(text);
        if (!parser.Read()) return null;
        string[]? fields = parser.Record;
        if (!parser.Read() || parser.Count != 1 || parser[0] != ".") return null;
        if (isUsual) (usual, usualDelimiter) = (parser, delimiter);
        return fields;
    }

    private CsvParser NewParser(byte delimiter, int bufferChars)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Mode = CsvMode.RFC4180,
            BadDataFound = null,
            Delimiter = ((char)delimiter).ToString(),
            BufferSize = bufferChars,
        };
        return new CsvParser(judged, configuration, leaveOpen: true);
    }
}
