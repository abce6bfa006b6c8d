using Cti.Failures;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Checks;

/// <summary>A table as it is, held against its declaration as a load's pre-flight would, before there are files.</summary>
internal static class TableCheck
{
    /// <summary>A table that is there.</summary>
    /// <param name="dialect">The warehouse's SQL.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="live">The table.</param>
    /// <param name="byPosition">Whether the order of columns counts.</param>
    public static Check Of(SqlDialect dialect, TableDefinition table, LiveTable live, bool byPosition)
    {
        string name = NameOf(table);
        IReadOnlyList<Mismatch> found = TablePreFlight.Compare(dialect, table, [], live, byPosition);
        if (found.Count > 0)
        {
            string mends = string.Join("; ", found.Select(m => m.Mend).OfType<string>());
            return Check.Failed(name, FailureKind.RefusedByWarehouse, $"{live.Target} does not fit the dataset: {string.Join("; ", found.Select(m => m.What))}", mends);
        }

        string[] narrow = [.. table.Columns.Select(c => Narrower(dialect, c, live.Find(c.Name)!)).OfType<string>()];
        return narrow.Length == 0
            ? Check.Ok(name, $"{live.Target} fits the dataset ({live.Columns.Count} columns)")
            : Check.Warning(name, $"{live.Target} takes less than the dataset allows: {string.Join("; ", narrow)}", "a load with such a value would be refused (exit code 4); widen the columns, or leave them where the data have no such values");
    }

    /// <summary>A table that is not there.</summary>
    /// <param name="dialect">The warehouse's SQL.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The table's name there.</param>
    /// <param name="mayCreate">Whether this user may make it.</param>
    public static Check Missing(SqlDialect dialect, TableDefinition table, string schema, string name, bool mayCreate)
    {
        string found = $"there is no table {dialect.Qualify(schema, name)} (or it may not be seen)";
        string statements = string.Join("; ", DdlWriter.CreateTable(dialect, table, schema, name).Select(s => string.Join(' ', s.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        return mayCreate
            ? Check.Warning(NameOf(table), found, $"load with --create, which makes it, or make it: {statements}")
            : Check.Failed(NameOf(table), FailureKind.RefusedByWarehouse, found + ", and this user may not make it", $"have it made, with SELECT, INSERT and DELETE for this user: {statements}");
    }

    /// <summary>The check's name.</summary>
    public static string NameOf(TableDefinition table) => "table " + table.Name;

    private static string? Narrower(SqlDialect dialect, ColumnDefinition column, LiveColumn live)
    {
        if (!live.Nullable && column.Nullable)
            return $"{dialect.Quote(column.Name)} takes no NULL";
        return live.MaxBytes < column.MaxBytes || live.MaxCharacters < column.MaxBytes ? $"{dialect.Quote(column.Name)} is {live.Type}, not {dialect.TypeOf(column)}{dialect.ConstraintOf(column)}" : null;
    }
}
