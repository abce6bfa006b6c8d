using System.Globalization;
using Cti.Records.Columns;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.PreFlight;
using Cti.Warehouses.Reading;

namespace Cti.Warehouses.Faults;

/// <summary>The query that finds a part's rows that break a table's rules.</summary>
internal static class RowScanSql
{
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;

    /// <summary>Rows from 1 with the reason, in the order of the file; null where the table has no rule that a file could break.</summary>
    /// <param name="columns">The files' columns.</param>
    /// <param name="live">The table.</param>
    /// <param name="file">The part, local.</param>
    /// <param name="most">How many rows at most.</param>
    public static string? Find(IReadOnlyList<ColumnDefinition> columns, LiveTable live, string file, int most)
    {
        string from = PartSql.From([file], ", file_row_number = true");
        string[] rules = [.. columns.SelectMany(c => live.Find(c.Name) is { } there ? RulesOf(c, there) : [])
            .Select(r => $"(SELECT file_row_number + 1 AS row, {r.Reason} AS reason FROM {from} WHERE {r.Broken} ORDER BY 1 LIMIT {most.ToString(CultureInfo.InvariantCulture)})")];
        return rules.Length == 0 ? null : $"SELECT row, reason FROM ({string.Join(" UNION ALL ", rules)}) ORDER BY 1, 2 LIMIT {most.ToString(CultureInfo.InvariantCulture)}";
    }

    private static IEnumerable<(string Broken, string Reason)> RulesOf(ColumnDefinition column, LiveColumn live)
    {
        string name = Dialect.Quote(column.Name);
        if (!live.Nullable)
            yield return ($"{name} IS NULL", Dialect.Text($"{column.Name} is NULL, and the table's column takes none"));
        if (column.Type is ColumnType.Text or ColumnType.Json or ColumnType.Uuid)
        {
            if (live.MaxBytes is { } bytes)
                yield return (Over("strlen", name, bytes), Length(column, "strlen", name, "bytes in UTF-8", bytes));
            if (live.MaxCharacters is { } characters)
                yield return (Over("length", name, characters), Length(column, "length", name, "characters", characters));
            yield return ($"contains({name}, chr(0))", Dialect.Text($"{column.Name} holds the character U+0000, which the warehouse does not take"));
        }

        if (column.Type == ColumnType.Money && live is { Precision: { } precision, Scale: { } scale })
            yield return ($"abs({name}) >= 1{new string('0', precision - scale)}", Dialect.Text(string.Create(CultureInfo.InvariantCulture, $"{column.Name} has more than {precision - scale} digits before the point")));
    }

    private static string Over(string function, string name, int most) => string.Create(CultureInfo.InvariantCulture, $"{function}({name}) > {most}");

    private static string Length(ColumnDefinition column, string function, string name, string unit, int most) =>
        $"{Dialect.Text(column.Name + " has ")} || {function}({name}) || {Dialect.Text(string.Create(CultureInfo.InvariantCulture, $" {unit}, and the table's column takes {most}"))}";
}
