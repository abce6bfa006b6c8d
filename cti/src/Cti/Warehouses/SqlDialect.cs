using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses;

/// <summary>What differs between the SQL of the warehouses: names, literals, types, and what stands around a table's columns.</summary>
public abstract class SqlDialect
{
    /// <summary><c>duckdb</c>, <c>postgres</c>, <c>redshift</c> or <c>athena</c>: the key of <see cref="NamedQuery.Sql"/>.</summary>
    public abstract string Name { get; }

    /// <summary>The schema that holds the tables where the settings name none.</summary>
    public abstract string DefaultSchema { get; }

    /// <summary>An identifier in quotes, for any name: also those that are words of the language.</summary>
    public virtual string Quote(string identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    /// <summary>A table's name with its schema, both in quotes.</summary>
    public string Qualify(string schema, string table) => Quote(schema) + "." + Quote(table);

    /// <summary>The name under which queries find a table's rows; the table's own, unless they are read through a view.</summary>
    /// <param name="table">The table's name.</param>
    public virtual string RowsOf(string table) => table;

    /// <summary>Identifiers in quotes, with commas between them.</summary>
    /// <param name="identifiers">Names in order.</param>
    /// <param name="alias">The table alias before each; null for none.</param>
    public string List(IEnumerable<string> identifiers, string? alias = null) =>
        string.Join(", ", identifiers.Select(i => alias is null ? Quote(i) : alias + "." + Quote(i)));

    /// <summary>A text literal.</summary>
    public virtual string Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    /// <summary>SHA-256 of a text expression, as lower-case hexadecimal text.</summary>
    public abstract string Sha256(string text);

    /// <summary>Whether a text expression has other characters than ASCII's: more bytes than characters.</summary>
    public virtual string IsNotAscii(string text) => $"octet_length({text}) <> char_length({text})";

    /// <summary>What stands after a text in ORDER BY so that the order is that of its bytes; empty where it always is.</summary>
    public virtual string Bytewise => "";

    /// <summary>The SQL type of a column, without its nullability.</summary>
    public abstract string TypeOf(ColumnDefinition column);

    /// <summary>A column's constraints beyond NOT NULL, with a leading blank; empty where there are none.</summary>
    public virtual string ConstraintOf(ColumnDefinition column) => "";

    /// <summary>What stands after the closing parenthesis of a CREATE TABLE, with a leading blank; empty where there is nothing.</summary>
    public virtual string TableOptions(TableDefinition table) => "";

    /// <summary>The CREATE INDEX statements of a table, none of which fails where the index is there.</summary>
    /// <param name="table">The table's declaration.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="name">Its name there.</param>
    public virtual IReadOnlyList<string> Indexes(TableDefinition table, string schema, string name) => [];

    /// <summary>Whether two rows agree in a key's column; a NULL equals a NULL.</summary>
    /// <param name="table">The table's declaration.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="left">One row's alias.</param>
    /// <param name="right">The other's.</param>
    public virtual string Equal(TableDefinition table, string column, string left, string right)
    {
        ArgumentNullException.ThrowIfNull(table);
        string name = Quote(column);
        string comparison = table.Columns.First(c => c.Name == column).Nullable ? "IS NOT DISTINCT FROM" : "=";
        return $"{left}.{name} {comparison} {right}.{name}";
    }

    /// <summary>The statement that adds a column to a table that may hold rows, so it takes NULL.</summary>
    public virtual string AddColumn(string target, string column, string type) => $"ALTER TABLE {target} ADD COLUMN {Quote(column)} {type}";

    /// <summary>The statement that takes a column out of a table.</summary>
    public virtual string DropColumn(string target, string column) => $"ALTER TABLE {target} DROP COLUMN {Quote(column)}";

    /// <summary>What gives a column another type, keeping its values.</summary>
    public virtual string ChangeType(string target, LiveColumn column, string type)
    {
        ArgumentNullException.ThrowIfNull(column);
        return $"ALTER TABLE {target} ALTER COLUMN {Quote(column.Name)} TYPE {type}";
    }

    /// <summary>What lets a column take NULL.</summary>
    public virtual string DropNotNull(string target, LiveColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return $"ALTER TABLE {target} ALTER COLUMN {Quote(column.Name)} DROP NOT NULL";
    }
}
