using Cti.Records.Columns;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Glue;

/// <summary>Amazon Athena's SQL: Trino's in queries, Hive's types and quotes in what changes the catalogue.</summary>
public sealed class AthenaDialect : SqlDialect
{
    private const string ByCatalogue = "by Glue's UpdateTable, which cti schema --for glue prints the columns for";

    /// <summary>The only one there needs to be.</summary>
    public static AthenaDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "athena";

    /// <inheritdoc/>
    public override string DefaultSchema => "default";

    /// <summary>An identifier in quotes and in lower case, as the catalogue keeps all names.</summary>
    public override string Quote(string identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return base.Quote(identifier.ToLowerInvariant());
    }

    /// <summary>Queries read the view that shows each key once, not the files of all runs.</summary>
    public override string RowsOf(string table) => CurrentView.NameOf(table);

    /// <inheritdoc/>
    public override string Sha256(string text) => $"lower(to_hex(sha256(to_utf8({text}))))";

    /// <summary>The type as the catalogue has it.</summary>
    public override string TypeOf(ColumnDefinition column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Type switch
        {
            ColumnType.Int32 => "int",
            ColumnType.Int64 => "bigint",
            ColumnType.Money => "decimal(18,2)",
            ColumnType.Double => "double",
            ColumnType.Boolean => "boolean",
            ColumnType.Date => "date",
            ColumnType.Timestamp => "timestamp",
            _ => "string",
        };
    }

    /// <summary>The type of the same column in a query.</summary>
    public static string QueryTypeOf(ColumnDefinition column) => Instance.TypeOf(column) switch
    {
        "int" => "integer",
        "string" => "varchar",
        "timestamp" => "timestamp(3)",
        string same => same,
    };

    /// <inheritdoc/>
    public override string AddColumn(string target, string column, string type) => $"ALTER TABLE {target} ADD COLUMNS (`{column}` {type})";

    /// <summary>How a column is taken out; Athena has no statement for it.</summary>
    public override string DropColumn(string target, string column) => $"take {Quote(column)} out {ByCatalogue}";

    /// <summary>How a column gets another type; Athena has no statement for it.</summary>
    public override string ChangeType(string target, LiveColumn column, string type)
    {
        ArgumentNullException.ThrowIfNull(column);
        return $"make {Quote(column.Name)} {type} {ByCatalogue}";
    }
}
