using System.Text.Json.Nodes;
using Cti.Records;
using Cti.Records.Columns;

namespace Cti.Warehouses.Glue;

/// <summary>A table as AWS Glue's CreateTable takes it: Parquet files, a partition a run.</summary>
public static class GlueTableInput
{
    /// <summary>The TableInput of a table.</summary>
    /// <param name="table">The declaration.</param>
    /// <param name="location">Where the table's partitions lie, <c>s3://bucket/prefix/table/</c>; null leaves it out.</param>
    public static JsonObject Of(TableDefinition table, string? location = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        JsonObject storage = new()
        {
            ["Columns"] = new JsonArray([.. table.Columns.Select(c => (JsonNode)Column(c.Name, TypeOf(c)))]),
            ["InputFormat"] = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            ["OutputFormat"] = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            ["SerdeInfo"] = new JsonObject
            {
                ["SerializationLibrary"] = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                ["Parameters"] = new JsonObject { ["serialization.format"] = "1" },
            },
        };
        if (location is not null)
            storage["Location"] = location;
        return new JsonObject
        {
            ["Name"] = table.Name,
            ["TableType"] = "EXTERNAL_TABLE",
            ["Parameters"] = new JsonObject { ["EXTERNAL"] = "TRUE", ["classification"] = "parquet" },
            ["PartitionKeys"] = new JsonArray(Column("run", "string")),
            ["StorageDescriptor"] = storage,
        };
    }

    private static JsonObject Column(string name, string type) => new JsonObject { ["Name"] = name, ["Type"] = type };

    private static string TypeOf(ColumnDefinition column) => column.Type switch
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
