using System.Globalization;
using System.Text.Json;
using Cti.Warehouses.Redshift.DataApi;

namespace Cti.Warehouses.Redshift;

/// <summary>Reads a statement's rows, page by page.</summary>
internal static class StatementResult
{
    /// <summary>All rows.</summary>
    public static async Task<QueryTable> ReadAsync(RedshiftDataClient client, string id, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<object?>> rows = [];
        IReadOnlyList<ResultColumn> columns = [];
        string? next = null;
        do
        {
            ResultPage page = await client.ResultAsync(id, next, cancellationToken).ConfigureAwait(false);
            columns = page.ColumnMetadata ?? columns;
            foreach (IReadOnlyList<JsonElement> record in page.Records)
                rows.Add([.. record.Select((v, i) => ValueOf(v, i < columns.Count ? columns[i].TypeName : null))]);
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
        return new QueryTable([.. columns.Select(c => c.Label ?? c.Name ?? "")], rows);
    }

    // Each value is an object of one member that tells its kind; decimals and times come as text.
    private static object? ValueOf(JsonElement value, string? type)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().MoveNext())
            return null;
        JsonProperty member = value.EnumerateObject().First();
        return member.Name switch
        {
            "isNull" => null,
            "booleanValue" => member.Value.GetBoolean(),
            "longValue" => member.Value.GetInt64(),
            "doubleValue" => member.Value.GetDouble(),
            _ => OfText(member.Value.ToString(), type),
        };
    }

    private static object OfText(string text, string? type) => type switch
    {
        "numeric" or "decimal" when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) => number,
        "date" or "timestamp" when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time) => time,
        _ => text,
    };
}
