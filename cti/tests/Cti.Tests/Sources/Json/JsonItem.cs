using System.Text;
using Cti.Tests.Sources.Csv;

namespace Cti.Tests.Sources.Json;

/// <summary>A record or a reject as a test sees it; raw bytes as Latin-1, one character a byte.</summary>
internal sealed record JsonItem(int Source, long Line, long Offset, string Raw, string? Code, string Fields)
{
    /// <summary>The fields' texts with bars between, <c>∅</c> for none.</summary>
    public static string Join(IEnumerable<string?> fields) => string.Join(" ¦ ", fields.Select(f => f ?? "∅"));

    /// <summary>Bytes as one character each.</summary>
    public static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public override string ToString() => $"{Source}:{Line}@{Offset} {Code ?? "record"} <{CsvItem.Show(Raw)}> [{CsvItem.Show(Fields)}]";
}
