using Cti.Failures;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.DuckDb;

/// <summary>Makes the tables that are missing and compares those that are there with their declaration.</summary>
internal static class DuckDbTables
{
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;

    /// <summary>Makes sure of a table.</summary>
    /// <returns>Whether it was made just now.</returns>
    /// <exception cref="CtiException">RefusedByWarehouse: it is there with other columns; every difference, with what mends it.</exception>
    public static bool Ensure(DuckDbConnection connection, TableDefinition table, string schema, string name, CancellationToken cancellationToken)
    {
        if (Look(connection, table, schema, name, cancellationToken) is not { } differences)
        {
            foreach (string sql in DdlWriter.CreateTable(Dialect, table, schema, name))
                connection.Execute(sql, cancellationToken);
            return true;
        }

        return differences.Count == 0
            ? false
            : throw new CtiException(
                FailureKind.RefusedByWarehouse,
                "load",
                $"table {schema}.{name} has other columns than {table.Name} needs: {string.Join("; ", differences)}. Change the table, or load into another by the settings schema and table.");
    }

    /// <summary>Every difference between a table and its declaration, each with what mends it; null where there is no table.</summary>
    public static IReadOnlyList<string>? Look(DuckDbConnection connection, TableDefinition table, string schema, string name, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<object?>> found = connection.Query(
            $"SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = {Dialect.Text(schema)} AND table_name = {Dialect.Text(name)} ORDER BY column_index",
            cancellationToken).Rows;
        return found.Count == 0 ? null : Differences(found, table, Dialect.Qualify(schema, name));
    }

    /// <summary>A table that is there, as far as its rules for values go: which columns take no NULL.</summary>
    public static LiveTable Live(DuckDbConnection connection, TableDefinition table, string schema, string name, CancellationToken cancellationToken)
    {
        QueryTable found = connection.Query(
            $"SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = {Dialect.Text(schema)} AND table_name = {Dialect.Text(name)} ORDER BY column_index",
            cancellationToken);
        IEnumerable<LiveColumn> columns = found.Rows.Select(r => new LiveColumn
        {
            Name = (string)r[0]!,
            Type = (string)r[1]!,
            Accepts = [.. table.Columns.Where(c => c.Name == (string)r[0]!).Select(c => c.Type)],
            Nullable = (bool)r[2]!,
        });
        return new LiveTable(Dialect.Qualify(schema, name), [.. columns]);
    }

    /// <summary>Whether somebody has made indexes on the table, which writing it anew would lose.</summary>
    public static bool HasIndexes(DuckDbConnection connection, string schema, string name, CancellationToken cancellationToken) =>
        connection.Count(
            $"SELECT count(*) FROM duckdb_indexes() WHERE database_name = current_database() AND schema_name = {Dialect.Text(schema)} AND table_name = {Dialect.Text(name)}",
            cancellationToken) > 0;

    private static List<string> Differences(IReadOnlyList<IReadOnlyList<object?>> found, TableDefinition table, string target)
    {
        List<string> differences = [];
        Dictionary<string, IReadOnlyList<object?>> byName = found.ToDictionary(f => (string)f[0]!, StringComparer.OrdinalIgnoreCase);
        foreach (ColumnDefinition column in table.Columns)
        {
            string name = Dialect.Quote(column.Name);
            string type = Dialect.TypeOf(column);
            if (!byName.Remove(column.Name, out IReadOnlyList<object?>? there))
                differences.Add($"{name} is missing (ALTER TABLE {target} ADD COLUMN {name} {type})");
            else if ((string)there[1]! != type)
                differences.Add($"{name} is {there[1]}, not {type} (ALTER TABLE {target} ALTER COLUMN {name} TYPE {type})");
            else if (column.Nullable && !(bool)there[2]!)
                differences.Add($"{name} takes no NULL (ALTER TABLE {target} ALTER COLUMN {name} DROP NOT NULL)");
        }

        differences.AddRange(byName.Keys.Select(k => $"{Dialect.Quote(k)} is not known (ALTER TABLE {target} DROP COLUMN {Dialect.Quote(k)})"));
        return differences;
    }
}
