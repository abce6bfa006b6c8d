using System.Text;
using Cti.Records;

namespace Cti.Warehouses;

/// <summary>The statements that make tables from their declaration, in any dialect.</summary>
public static class DdlWriter
{
    /// <summary>A table that is computed, in the form of a declared one.</summary>
    public static TableDefinition AsTable(DerivedTable derived)
    {
        ArgumentNullException.ThrowIfNull(derived);
        return new TableDefinition { Name = derived.Name, Columns = derived.Columns, Key = derived.Key };
    }

    /// <summary>CREATE TABLE and its indexes, without a semicolon; none of them fails where the object is there.</summary>
    /// <param name="dialect">The warehouse's SQL.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The table's name there.</param>
    /// <param name="mustBeNew">Whether the first statement fails where the table is there.</param>
    public static IReadOnlyList<string> CreateTable(SqlDialect dialect, TableDefinition table, string schema, string name, bool mustBeNew = false)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(table);
        StringBuilder sql = new(mustBeNew ? "CREATE TABLE " : "CREATE TABLE IF NOT EXISTS ");
        sql.Append(dialect.Qualify(schema, name)).Append(" (\n");
        for (int i = 0; i < table.Columns.Count; i++)
            sql.Append("  ").Append(ColumnOf(dialect, table, i)).Append(i + 1 < table.Columns.Count ? ",\n" : "\n");
        sql.Append(')').Append(dialect.TableOptions(table));
        return [sql.ToString(), .. dialect.Indexes(table, schema, name)];
    }

    /// <summary>All tables of a dataset, derived ones last, as a script.</summary>
    public static string Script(SqlDialect dialect, Dataset dataset, TableNaming naming)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(naming);
        string schema = naming.SchemaIn(dialect);
        IEnumerable<string> statements = dataset.Tables.Concat(dataset.Tables.SelectMany(t => t.Derived).Select(AsTable))
            .SelectMany(t => CreateTable(dialect, t, schema, naming.NameOf(dataset, t.Name)));
        if (naming.Schema is not null)
            statements = statements.Prepend("CREATE SCHEMA IF NOT EXISTS " + dialect.Quote(schema));
        return string.Concat(statements.Select(s => s + ";\n"));
    }

    private static string ColumnOf(SqlDialect dialect, TableDefinition table, int index)
    {
        Records.Columns.ColumnDefinition column = table.Columns[index];
        return dialect.Quote(column.Name) + " " + dialect.TypeOf(column) + (column.Nullable ? "" : " NOT NULL") + dialect.ConstraintOf(column);
    }
}
