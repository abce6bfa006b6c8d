using System.Text.Json.Nodes;
using Cti.Records;
using Cti.Records.Columns;

namespace Cti.Warehouses;

/// <summary>JSON Schema (draft 2020-12) of a table's rows, as a JSON export of the table holds them.</summary>
public static class RowSchema
{
    /// <summary>The schema of one table's row.</summary>
    public static JsonObject Of(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        JsonObject properties = [];
        foreach (ColumnDefinition column in table.Columns)
            properties[column.Name] = Property(column);
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. table.Columns.Select(c => (JsonNode)c.Name)]),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>The schema of any row of a dataset: one definition a table, derived ones too.</summary>
    public static JsonObject Of(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        JsonObject definitions = [];
        foreach (TableDefinition table in dataset.Tables.Concat(dataset.Tables.SelectMany(t => t.Derived).Select(DdlWriter.AsTable)))
            definitions[table.Name] = Of(table);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = dataset.Name,
            ["anyOf"] = new JsonArray([.. definitions.Select(d => (JsonNode)new JsonObject { ["$ref"] = "#/$defs/" + d.Key })]),
            ["$defs"] = definitions,
        };
    }

    private static JsonObject Property(ColumnDefinition column)
    {
        JsonObject property = column.Type switch
        {
            ColumnType.Int32 => new JsonObject { ["type"] = "integer", ["minimum"] = int.MinValue, ["maximum"] = int.MaxValue },
            ColumnType.Int64 => new JsonObject { ["type"] = "integer" },
            ColumnType.Money => new JsonObject { ["type"] = "number" },
            ColumnType.Double => new JsonObject { ["type"] = "number" },
            ColumnType.Boolean => new JsonObject { ["type"] = "boolean" },
            ColumnType.Date => new JsonObject { ["type"] = "string", ["format"] = "date" },
            ColumnType.Timestamp => new JsonObject { ["type"] = "string", ["pattern"] = @"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?$" },
            ColumnType.Uuid => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" },
            // JSON Schema counts characters; the bound in bytes, which decides, is never less, and stands in the description.
            _ => new JsonObject { ["type"] = "string", ["maxLength"] = column.MaxBytes, ["description"] = $"At most {column.MaxBytes} bytes in UTF-8." },
        };
        if (column.Nullable)
            property["type"] = new JsonArray((string)property["type"]!, "null");
        return property;
    }
}
