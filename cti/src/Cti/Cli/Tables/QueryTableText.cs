using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cti.Warehouses;

namespace Cti.Cli.Tables;

/// <summary>A query's answer as text.</summary>
public static class QueryTableText
{
    private static readonly JsonSerializerOptions RawUnicode = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of the answer.</summary>
    public static IEnumerable<string> Lines(QueryTable table, TableFormat format)
    {
        ArgumentNullException.ThrowIfNull(table);
        return format switch
        {
            TableFormat.Json => Json(table),
            TableFormat.Csv => table.Rows.Select(r => r.Select(Text)).Prepend(table.Columns).Select(cells => string.Join(',', cells.Select(CsvField))),
            _ => TextTable.Lines(
                table.Columns,
                [.. table.Rows.Select(IReadOnlyList<string> (r) => [.. r.Select(v => v is null ? "-" : OneLine(Text(v)))])],
                [.. table.Columns.Select((_, i) => table.Rows.Count > 0 && table.Rows.All(r => r[i] is null or long or int or double or decimal))]),
        };
    }

    private static IEnumerable<string> Json(QueryTable table)
    {
        if (table.Rows.Count == 0)
        {
            yield return "[]";
            yield break;
        }

        for (int i = 0; i < table.Rows.Count; i++)
        {
            var row = new JsonObject(table.Columns.Zip(table.Rows[i], (c, v) => KeyValuePair.Create<string, JsonNode?>(c, JsonValueOf(v))));
            yield return (i == 0 ? "[" : " ") + row.ToJsonString(RawUnicode) + (i == table.Rows.Count - 1 ? "]" : ",");
        }
    }

    private static JsonValue? JsonValueOf(object? value) => value switch
    {
        null => null,
        bool boolean => JsonValue.Create(boolean),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        _ => JsonValue.Create(Text(value)),
    };

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        bool boolean => boolean ? "true" : "false",
        // A time of midnight is a day: no query of this program tells the two apart.
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string CsvField(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
