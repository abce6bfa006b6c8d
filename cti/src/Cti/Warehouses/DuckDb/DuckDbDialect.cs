using Cti.Records.Columns;

namespace Cti.Warehouses.DuckDb;

/// <summary>DuckDB's SQL.</summary>
/// <remarks>No keys and no indexes: an index is held in memory as a whole while it grows, deleting and inserting a key in one
/// transaction breaks a unique one, and DuckDB's own minima and maxima by row group serve ranges of time as well.</remarks>
public sealed class DuckDbDialect : SqlDialect
{
    /// <summary>The only one there needs to be.</summary>
    public static DuckDbDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "duckdb";

    /// <inheritdoc/>
    public override string DefaultSchema => "main";

    /// <inheritdoc/>
    public override string Sha256(string text) => $"sha256({text})";

    /// <inheritdoc/>
    public override string IsNotAscii(string text) => $"strlen({text}) <> length({text})";

    /// <inheritdoc/>
    public override string TypeOf(ColumnDefinition column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Type switch
        {
            ColumnType.Int32 => "INTEGER",
            ColumnType.Int64 => "BIGINT",
            ColumnType.Money => "DECIMAL(18,2)",
            ColumnType.Double => "DOUBLE",
            ColumnType.Boolean => "BOOLEAN",
            ColumnType.Date => "DATE",
            ColumnType.Timestamp => "TIMESTAMP",
            _ => "VARCHAR",
        };
    }
}
