using System.Globalization;
using System.Text.Json.Nodes;

namespace Cti.RedshiftSimulator;

/// <summary>An answer's rows, each value in the database's own text form; null for NULL.</summary>
internal sealed record StatementResult(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<string?[]> Rows)
{
    /// <summary>The size the API tells: of the texts.</summary>
    public long Size => Rows.Sum(r => r.Sum(v => (long)(v?.Length ?? 0)));

    /// <summary>A page as GetStatementResult answers it, without the token of the next.</summary>
    public JsonObject Page(int from, int count)
    {
        JsonArray records = [];
        foreach (string?[] row in Rows.Skip(from).Take(count))
            records.Add(new JsonArray([.. row.Select((v, i) => (JsonNode)Field(Columns[i].TypeName, v))]));
        return new JsonObject
        {
            ["ColumnMetadata"] = new JsonArray([.. Columns.Select(c => (JsonNode)Metadata(c))]),
            ["Records"] = records,
            ["TotalNumRows"] = Rows.Count,
        };
    }

    // A union with one key. Decimals and times come as text.
    private static JsonObject Field(string type, string? value) => (type, value) switch
    {
        (_, null) => new JsonObject { ["isNull"] = true },
        ("int2" or "int4" or "int8" or "oid", _) => new JsonObject { ["longValue"] = long.Parse(value, CultureInfo.InvariantCulture) },
        ("float4" or "float8", not ("NaN" or "Infinity" or "-Infinity")) => new JsonObject { ["doubleValue"] = double.Parse(value, CultureInfo.InvariantCulture) },
        ("bool", _) => new JsonObject { ["booleanValue"] = value == "t" },
        _ => new JsonObject { ["stringValue"] = value },
    };

    private static JsonObject Metadata(ResultColumn column) => new()
    {
        ["columnDefault"] = null,
        ["isCaseSensitive"] = column.TypeName is "varchar" or "bpchar",
        ["isCurrency"] = false,
        ["isSigned"] = column.TypeName is "int2" or "int4" or "int8" or "float4" or "float8" or "numeric",
        ["label"] = column.Name,
        ["length"] = column.Length,
        ["name"] = column.Name,
        ["nullable"] = 1,
        ["precision"] = column.Precision,
        ["scale"] = column.Scale,
        ["schemaName"] = "",
        ["tableName"] = "",
        ["typeName"] = column.TypeName,
    };
}
