using System.Text;

namespace Cti.Tests.Sources.Csv;

/// <summary>A record or a reject as a test sees it. Bytes as Latin-1 text, one character a byte, so that anything can be compared and printed.</summary>
internal sealed record CsvItem(int Source, long Line, long Offset, string Raw, string? Code, string Fields)
{
    private const string Separator = " ¦ ";

    public static CsvItem Record(int source, long line, long offset, string raw, IEnumerable<string> fields) =>
        new(source, line, offset, raw, null, string.Join(Separator, fields));

    public static CsvItem Reject(int source, long line, long offset, string raw, string code) => new(source, line, offset, raw, code, string.Empty);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public override string ToString() => $"{Source}:{Line}@{Offset} {Code ?? "record"} <{Show(Raw)}> [{Show(Fields)}]";

    public static string Show(string text) =>
        string.Concat(text.Select(c => c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\0' => "\\0", _ => c.ToString() }));
}
