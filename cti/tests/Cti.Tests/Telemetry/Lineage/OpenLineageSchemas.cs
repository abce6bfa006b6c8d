using System.Text.Json.Nodes;
using Cti.Tests.Cli.Schemas;

namespace Cti.Tests.Telemetry.Lineage;

/// <summary>OpenLineage's own schemas: of events, and of each facet by the URL that it names itself.</summary>
internal static class OpenLineageSchemas
{
    private const string RunEvent = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

    /// <summary>Every violation of the events and of their facets.</summary>
    public static IReadOnlyList<string> Violations(IReadOnlyList<JsonNode> events)
    {
        string folder = Repository.Path("cti", "tests", "openlineage");
        string[] schemas = [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Select(File.ReadAllText)];
        IEnumerable<(string Schema, JsonNode Document)> all = events.Select(e => (RunEvent, e))
            .Concat(events.SelectMany(Facets).Select(f => (f["_schemaURL"]!.GetValue<string>(), f)).Where(f => !f.Item1.StartsWith("urn:cti:", StringComparison.Ordinal)));
        return
        [
            .. all.GroupBy(a => a.Schema).SelectMany(g => JsonSchemaValidator
                .Validate(new JsonObject { ["$ref"] = g.Key }.ToJsonString(), schemas, [.. g.Select(a => a.Document.ToJsonString())])
                .SelectMany(v => v)
                .Select(v => $"{g.Key}: {v}")),
        ];
    }

    /// <summary>All facets, wherever they are.</summary>
    public static IEnumerable<JsonNode> Facets(JsonNode node) => node switch
    {
        JsonObject o when o.ContainsKey("_schemaURL") => [o],
        JsonObject o => o.Where(m => m.Value is not null).SelectMany(m => Facets(m.Value!)),
        JsonArray a => a.Where(i => i is not null).SelectMany(i => Facets(i!)),
        _ => [],
    };
}
