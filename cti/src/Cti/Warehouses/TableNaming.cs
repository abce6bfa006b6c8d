using Cti.Failures;
using Cti.Records;

namespace Cti.Warehouses;

/// <summary>Where tables live, as the settings <c>schema</c> and <c>table</c> say.</summary>
/// <param name="Schema">The schema; null for the dialect's default.</param>
/// <param name="Table">The name used in place of the dataset's own; null for its own.</param>
public sealed record TableNaming(string? Schema = null, string? Table = null)
{
    /// <summary>The names as the datasets declare them.</summary>
    public static TableNaming Default { get; } = new();

    /// <summary>The schema in that dialect.</summary>
    public string SchemaIn(SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return Schema ?? dialect.DefaultSchema;
    }

    /// <summary>Which tables of a warehouse are meant: its address, and schema and table where they are not the dialect's and the datasets' own.</summary>
    public string Among(string address, SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        string schema = SchemaIn(dialect) == dialect.DefaultSchema ? string.Empty : $", schema {Schema}";
        return Table is null ? address + schema : $"{address}{schema}, table {Table}";
    }

    /// <summary>The name under which a table of a dataset is kept.</summary>
    /// <exception cref="CtiException">Usage: the setting <c>table</c> is there, but the dataset fills several tables.</exception>
    public string NameOf(Dataset dataset, string table)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (Table is null)
            return table;
        int tables = dataset.Tables.Sum(t => 1 + t.Derived.Count);
        return tables == 1
            ? Table
            : throw CtiException.Usage("settings", $"setting 'table' gives one name, but dataset {dataset.Name} fills {tables} tables; leave it out.");
    }

    /// <summary>The qualified name of a table of a dataset.</summary>
    /// <exception cref="CtiException">As with <see cref="NameOf"/>.</exception>
    public string Qualified(SqlDialect dialect, Dataset dataset, string table)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return dialect.Qualify(SchemaIn(dialect), NameOf(dataset, table));
    }
}
