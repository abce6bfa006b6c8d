using Cti.Parquet;
using Cti.Records;
using Cti.Records.Columns;

namespace Cti.Sinks.Parquet;

/// <summary>A table's columns as a Parquet schema: only the physical types that every warehouse takes.</summary>
public static class TableSchema
{
    /// <summary>The schema, in the table's order of columns.</summary>
    public static ParquetSchema Of(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new ParquetSchema([.. table.Columns.Select(c => FieldOf(table, c))]);
    }

    private static ParquetField FieldOf(TableDefinition table, ColumnDefinition column) => new(column.Name, TypeOf(column.Type), column.Nullable)
    {
        // What tells who a person is shall not stand in the clear in a footer either.
        OmitStatistics = column.Personal,
        IsUnique = table.IsIdentifiedBy(column.Name),
    };

    private static ParquetType TypeOf(ColumnType type) => type switch
    {
        ColumnType.Text or ColumnType.Json or ColumnType.Uuid => ParquetType.Utf8,
        ColumnType.Int32 => ParquetType.Int32,
        ColumnType.Int64 => ParquetType.Int64,
        ColumnType.Money => ParquetType.Decimal,
        ColumnType.Double => ParquetType.Double,
        ColumnType.Boolean => ParquetType.Boolean,
        ColumnType.Date => ParquetType.Date,
        ColumnType.Timestamp => ParquetType.TimestampMicros,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No Parquet type for this column type."),
    };
}
