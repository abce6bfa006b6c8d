using System.Globalization;
using System.Text.Json.Nodes;
using Cti.Manifests;

namespace Cti.Telemetry.Lineage;

/// <summary>The inputs and outputs of an event.</summary>
internal sealed class LineageDatasets(LineageFacet facet)
{
    // An event that lists a hundred thousand objects is refused by its receivers; their folders say enough.
    private const int MostObjects = 1000;

    /// <summary>What the run read: raw objects, and for a load the tables' folders.</summary>
    public JsonArray Inputs(RunReport report)
    {
        List<JsonNode> inputs = [];
        if ((report.Extracted ?? report.Refused) is { } extracted)
        {
            inputs.AddRange(Objects(extracted.Inputs));
        }

        // What this very run wrote before it loaded it is an output.
        foreach (IGrouping<LineageDataset, ManifestOutput> table in Tables(report.Loaded.Where(m => m.Run != report.Extracted?.Run)))
        {
            ManifestOutput[] parts = [.. table];
            inputs.Add(Dataset(table.Key, "inputFacets", new JsonObject { ["schema"] = facet.Schema(parts[0].Schema) }, new JsonObject
            {
                ["inputStatistics"] = facet.InputStatistics(parts.Sum(p => p.Rows), parts.Sum(p => p.Bytes), parts.Length),
                ["dataQualityMetrics"] = facet.Metrics(parts, isInput: true),
            }));
        }

        return [.. inputs];
    }

    /// <summary>What the run wrote, or would have written had the gate not closed: the tables' folders, and the tables of a warehouse.</summary>
    public JsonArray Outputs(RunReport report)
    {
        List<JsonNode> outputs = [];
        foreach (IGrouping<LineageDataset, ManifestOutput> table in Tables((report.Extracted ?? report.Refused) is { } extracted ? [extracted] : []))
        {
            outputs.Add(Written(report, table.Key, [.. table]));
        }

        foreach (LoadedTable load in report.Loads)
        {
            if (report.Warehouse is not { } warehouse)
            {
                break;
            }

            ManifestOutput? like = report.Loaded.SelectMany(m => m.Outputs).FirstOrDefault(o => o.Table == load.Table);
            JsonObject facets = like is null ? [] : new JsonObject { ["schema"] = facet.Schema(like.Schema) };
            outputs.Add(Dataset(warehouse with { Name = $"{warehouse.Name}.{load.Table}" }, "outputFacets", facets, new JsonObject
            {
                ["outputStatistics"] = facet.OutputStatistics(load.AlreadyLoaded ? 0 : load.Inserted + load.Updated, null, null),
            }));
        }

        return [.. outputs];
    }

    private JsonObject Written(RunReport report, LineageDataset name, ManifestOutput[] parts)
    {
        Manifest run = (report.Extracted ?? report.Refused)!;
        TableProfile? profile = run.Profile?.FirstOrDefault(t => t.Table == parts[0].Table);
        JsonObject facets = new() { ["schema"] = facet.Schema(parts[0].Schema), ["dataQualityMetrics"] = facet.Metrics(parts, isInput: false, profile) };
        if (Rejects(report).Concat(Anomalies(run, parts[0].Table)).ToArray() is { Length: > 0 } assertions)
        {
            facets["dataQualityAssertions"] = facet.Assertions(assertions);
        }

        bool isWritten = report is { Reused: false, Refused: null };
        return Dataset(name, "outputFacets", facets, new JsonObject
        {
            ["outputStatistics"] = facet.OutputStatistics(isWritten ? parts.Sum(p => p.Rows) : 0, isWritten ? parts.Sum(p => p.Bytes) : 0, isWritten ? parts.Length : 0),
        });
    }

    // One that holds where nothing is odd: so its receiver sees that somebody looked.
    private static IEnumerable<JsonObject> Anomalies(Manifest run, string table) => run.Anomalies is not { } found ? [] : found.Where(a => a.Table is null || a.Table == table).ToArray() is { Length: > 0 } mine
        ? mine.Select(a => LineageFacet.Assertion("like_runs_before:" + a.Metric, false, a.Column, Number(a.Median), Number(a.Value)))
        : [LineageFacet.Assertion("like_runs_before", true, null, "0", "0")];

    private IEnumerable<JsonNode> Objects(IReadOnlyList<ManifestInput> inputs) => inputs
        .GroupBy(i => inputs.Count > MostObjects ? LineageDataset.OfUri(i.Uri).Folder : LineageDataset.OfUri(i.Uri))
        .Select(g => Dataset(g.Key, "inputFacets", [], new JsonObject
        {
            ["inputStatistics"] = facet.InputStatistics(g.Sum(i => i.Counts.Read), g.Sum(i => i.Size), g.Count()),
            ["dataQualityAssertions"] = facet.Assertions([LineageFacet.Assertion("no_rejects", g.All(i => i.Counts.Rejected == 0), null, "0", Number(g.Sum(i => i.Counts.Rejected)))]),
        }));

    private static List<JsonObject> Rejects(RunReport report) =>
        [.. report.Rejects.Select(r => LineageFacet.Assertion(r.Code, false, r.Field, "0", Number(r.Records)))];

    private static IEnumerable<IGrouping<LineageDataset, ManifestOutput>> Tables(IEnumerable<Manifest> manifests) =>
        manifests.SelectMany(m => m.Outputs).GroupBy(o => LineageDataset.OfPart(o.Uri));

    private static JsonObject Dataset(LineageDataset dataset, string kind, JsonObject facets, JsonObject ofKind) =>
        new() { ["namespace"] = dataset.Namespace, ["name"] = dataset.Name, ["facets"] = facets, [kind] = ofKind };

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
