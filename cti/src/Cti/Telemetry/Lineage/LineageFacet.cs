using System.Text.Json.Nodes;
using Cti.Manifests;

namespace Cti.Telemetry.Lineage;

/// <summary>The facets of lineage events, in the versions of OpenLineage that they are checked against in the tests.</summary>
/// <param name="producer">Who writes the events: a URI with the program's version.</param>
internal sealed class LineageFacet(string producer)
{
    private const string Specification = "https://openlineage.io/spec/";

    /// <summary>A facet of the specification.</summary>
    public JsonObject Of(string version, string name, params ReadOnlySpan<(string Key, JsonNode? Value)> members) =>
        Make($"{Specification}facets/{version}/{name}.json#/$defs/{name}", members);

    /// <summary>A facet of this program's own.</summary>
    public JsonObject Own(string name, params ReadOnlySpan<(string Key, JsonNode? Value)> members) => Make($"urn:cti:lineage:{name}:1", members);

    /// <summary>Columns and their types.</summary>
    public JsonObject Schema(IEnumerable<ManifestColumn> columns) => Of("1-2-0", "SchemaDatasetFacet", ("fields", new JsonArray(
        [.. columns.Select((c, i) => (JsonNode)new JsonObject { ["name"] = c.Name, ["type"] = c.Type, ["ordinal_position"] = i + 1 })])));

    /// <summary>What was written.</summary>
    public JsonObject OutputStatistics(long rows, long? bytes, int? files)
    {
        JsonObject facet = Of("1-0-2", "OutputStatisticsOutputDatasetFacet", ("rowCount", rows));
        AddSizes(facet, bytes, files);
        return facet;
    }

    /// <summary>What was read.</summary>
    public JsonObject InputStatistics(long rows, long? bytes, int? files)
    {
        JsonObject facet = Of("1-0-0", "InputStatisticsInputDatasetFacet", ("rowCount", rows));
        AddSizes(facet, bytes, files);
        return facet;
    }

    /// <summary>Rows and NULLs of a table's parts.</summary>
    /// <param name="parts">The parts of one table.</param>
    /// <param name="isInput">Whether the table is read here; then the facet is another one.</param>
    /// <param name="profile">What the run tells of the table as a whole; null where it does not.</param>
    public JsonObject Metrics(IReadOnlyList<ManifestOutput> parts, bool isInput, TableProfile? profile = null)
    {
        JsonObject columns = new([.. parts.SelectMany(p => p.Schema).GroupBy(c => c.Name).Select(c => KeyValuePair.Create(c.Key, (JsonNode?)Metrics(c, profile)))]);
        return Of(
            isInput ? "1-0-3" : "1-0-0",
            isInput ? "DataQualityMetricsInputDatasetFacet" : "DataQualityMetricsDatasetFacet",
            ("rowCount", parts.Sum(p => p.Rows)),
            ("bytes", parts.Sum(p => p.Bytes)),
            ("fileCount", parts.Count),
            ("columnMetrics", columns));
    }

    private static JsonObject Metrics(IGrouping<string, ManifestColumn> column, TableProfile? profile)
    {
        JsonObject metrics = new() { ["nullCount"] = column.Sum(p => p.Nulls) };
        if (profile?.Columns.FirstOrDefault(c => c.Name == column.Key)?.Distinct is { } distinct)
        {
            metrics["distinctCount"] = distinct;
        }

        return metrics;
    }

    /// <summary>What was found true or not.</summary>
    public JsonObject Assertions(IEnumerable<JsonObject> assertions) =>
        Of("1-1-0", "DataQualityAssertionsDatasetFacet", ("assertions", new JsonArray([.. assertions])));

    /// <summary>One assertion.</summary>
    public static JsonObject Assertion(string assertion, bool success, string? column, string expected, string actual)
    {
        JsonObject made = new() { ["assertion"] = assertion, ["success"] = success, ["severity"] = "warn", ["expected"] = expected, ["actual"] = actual };
        if (column is not null)
        {
            made["column"] = column;
        }

        return made;
    }

    private static void AddSizes(JsonObject facet, long? bytes, int? files)
    {
        if (bytes is not null)
        {
            facet["size"] = bytes;
        }

        if (files is not null)
        {
            facet["fileCount"] = files;
        }
    }

    private JsonObject Make(string schema, ReadOnlySpan<(string Key, JsonNode? Value)> members)
    {
        JsonObject facet = new() { ["_producer"] = producer, ["_schemaURL"] = schema };
        foreach ((string key, JsonNode? value) in members)
        {
            facet[key] = value;
        }

        return facet;
    }
}
