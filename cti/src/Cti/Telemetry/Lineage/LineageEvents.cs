using System.Globalization;
using System.Text.Json.Nodes;
using Cti.Manifests;

namespace Cti.Telemetry.Lineage;

/// <summary>The events of one run.</summary>
/// <param name="asked">What the environment says.</param>
/// <param name="verb">The verb.</param>
/// <param name="dataset">The dataset; null where the command line did not tell.</param>
internal sealed class LineageEvents(LineageEnvironment asked, string verb, string? dataset)
{
    private const string SchemaUrl = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
    private const int Terminated = 143;
    private static readonly string Version = typeof(LineageEvents).Assembly.GetName().Version?.ToString(3) ?? "0";
    private static readonly string Producer = $"urn:cti:{Version}";
    private readonly Guid _run = Guid.CreateVersion7();
    private readonly LineageFacet _facet = new(Producer);

    /// <summary>The run began.</summary>
    public JsonObject Start(DateTimeOffset now) => Event("START", now, RunFacets(), [], []);

    /// <summary>The run ended.</summary>
    public JsonObject End(DateTimeOffset now, RunReport report)
    {
        string type = report.ExitCode == Terminated ? "ABORT" : report.Status is "ok" or "skipped" ? "COMPLETE" : "FAIL";
        JsonObject facets = RunFacets();
        facets["cti_run"] = _facet.Own("run", ("run", report.Run), ("status", report.Status), ("exitCode", report.ExitCode), ("reused", report.Reused), ("counts", CountsOf(report.Counts)));
        if (report.Failure is { } failure && type != "COMPLETE")
        {
            facets["errorMessage"] = _facet.Of("1-0-1", "ErrorMessageRunFacet", ("message", failure.Message), ("programmingLanguage", "C#"));
        }

        LineageDatasets datasets = new(_facet);
        return Event(type, now, facets, datasets.Inputs(report), datasets.Outputs(report));
    }

    private JsonObject Event(string type, DateTimeOffset now, JsonObject runFacets, JsonArray inputs, JsonArray outputs) => new()
    {
        ["eventType"] = type,
        ["eventTime"] = now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ["producer"] = Producer,
        ["schemaURL"] = SchemaUrl,
        ["run"] = new JsonObject { ["runId"] = _run.ToString(), ["facets"] = runFacets },
        ["job"] = new JsonObject
        {
            ["namespace"] = asked.Namespace,
            ["name"] = $"cti.{verb}.{dataset ?? "unknown"}",
            ["facets"] = new JsonObject { ["jobType"] = _facet.Of("2-0-4", "JobTypeJobFacet", ("processingType", "BATCH"), ("integration", "CTI"), ("jobType", "JOB")) },
        },
        ["inputs"] = inputs,
        ["outputs"] = outputs,
    };

    private JsonObject RunFacets()
    {
        JsonObject facets = new() { ["processing_engine"] = _facet.Of("1-1-1", "ProcessingEngineRunFacet", ("version", Version), ("name", "cti")) };
        if (asked is { Parent: { } parent, Root: { } root })
        {
            facets["parent"] = _facet.Of("1-2-0", "ParentRunFacet", ("run", RunOf(parent)), ("job", JobOf(parent)), ("root", new JsonObject { ["run"] = RunOf(root), ["job"] = JobOf(root) }));
        }

        return facets;
    }

    private static JsonObject RunOf(LineageRun run) => new() { ["runId"] = run.RunId.ToString() };

    private static JsonObject JobOf(LineageRun run) => new() { ["namespace"] = run.Namespace, ["name"] = run.Job };

    private static JsonObject? CountsOf(Counts? counts) => counts is null ? null : new JsonObject
    {
        ["read"] = counts.Read,
        ["written"] = counts.Written,
        ["duplicates"] = counts.Duplicates,
        ["reassigned"] = counts.Reassigned,
        ["filtered"] = counts.Filtered,
        ["rejected"] = counts.Rejected,
    };
}
