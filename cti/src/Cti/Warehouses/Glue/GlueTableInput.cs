using System.Text.Json.Nodes;
using Cti.Records;
using Cti.Records.Columns;

namespace Cti.Warehouses.Glue;

/// <summary>A table as AWS Glue's CreateTable takes it: Parquet files, a partition a run.</summary>
public static class GlueTableInput
{
    /// <summary>The member of a StorageDescriptor that says where its files are.</summary>
    internal const string LocationKey = "Location";

    /// <summary>The TableInput of a table.</summary>
    /// <param name="table">The declaration.</param>
    /// <param name="location">Where the table's partitions lie, <c>s3://bucket/prefix/table/</c>; null leaves it out.</param>
    /// <param name="name">The name it goes by; null for its own.</param>
    public static JsonObject Of(TableDefinition table, string? location = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        JsonObject storage = new()
        {
            ["Columns"] = Columns(table.Columns),
            ["InputFormat"] = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            ["OutputFormat"] = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            ["SerdeInfo"] = new JsonObject
            {
                ["SerializationLibrary"] = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                ["Parameters"] = new JsonObject { ["serialization.format"] = "1" },
            },
        };
        if (location is not null)
            storage[LocationKey] = location;
        return new JsonObject
        {
            ["Name"] = name ?? table.Name,
            ["TableType"] = "EXTERNAL_TABLE",
            ["Parameters"] = new JsonObject { ["EXTERNAL"] = "TRUE", ["classification"] = "parquet" },
            ["PartitionKeys"] = new JsonArray(Column("run", "string")),
            ["StorageDescriptor"] = storage,
        };
    }

    /// <summary>The TableInput of a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="database">The database that holds it.</param>
    internal static JsonObject Of(GlueView view, string database) => new()
    {
        ["Name"] = view.Name,
        ["TableType"] = "VIRTUAL_VIEW",
        ["Parameters"] = new JsonObject { ["presto_view"] = "true", ["comment"] = "Presto View" },
        ["PartitionKeys"] = new JsonArray(),
        ["StorageDescriptor"] = new JsonObject { ["Columns"] = Columns(view.Columns), [LocationKey] = "", ["SerdeInfo"] = new JsonObject() },
        ["ViewOriginalText"] = view.Text(database),
        ["ViewExpandedText"] = "/* Presto View */",
    };

    private static JsonArray Columns(IEnumerable<ColumnDefinition> columns) => [.. columns.Select(c => (JsonNode)Column(c.Name, AthenaDialect.Instance.TypeOf(c)))];

    private static JsonObject Column(string name, string type) => new JsonObject { ["Name"] = name, ["Type"] = type };
}
