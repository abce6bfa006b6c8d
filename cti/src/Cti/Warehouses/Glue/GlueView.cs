using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cti.Records.Columns;
using Cti.Warehouses.Glue.Api;

namespace Cti.Warehouses.Glue;

/// <summary>A view of Athena's, in the form in which the catalogue keeps those that CREATE VIEW makes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns in order.</param>
/// <param name="Sql">Its query.</param>
internal sealed record GlueView(string Name, IReadOnlyList<ColumnDefinition> Columns, string Sql)
{
    private const string Prefix = "/* Presto View: ";
    private const string Suffix = " */";

    /// <summary>The view as the catalogue keeps it in a text.</summary>
    /// <param name="database">The database that holds it.</param>
    public string Text(string database)
    {
        JsonObject definition = new()
        {
            ["originalSql"] = Sql,
            ["catalog"] = "awsdatacatalog",
            ["schema"] = database,
            ["columns"] = new JsonArray([.. Columns.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["type"] = AthenaDialect.QueryTypeOf(c) })]),
        };
        return Prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes(definition.ToJsonString())) + Suffix;
    }

    /// <summary>The query of a view that is there; null where that is none, or none of Athena's.</summary>
    public static string? SqlOf(GlueTable live)
    {
        if (live.ViewOriginalText is not { } text || !text.StartsWith(Prefix, StringComparison.Ordinal) || !text.EndsWith(Suffix, StringComparison.Ordinal))
            return null;
        try
        {
            return (string?)JsonNode.Parse(Convert.FromBase64String(text[Prefix.Length..^Suffix.Length]))?["originalSql"];
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
