using Cti.Pipelines;
using Cti.Telemetry;

namespace Cti.Cli.Results;

/// <summary>What outcomes add to the report that telemetry and lineage get.</summary>
internal static class RunReports
{
    /// <summary>What an extract gave.</summary>
    public static RunReport Extracted(RunReport report, ExtractTransformOutcome outcome) => report with
    {
        Run = outcome.Run,
        Extracted = outcome.Manifest,
        Refused = outcome.Refused,
        Reused = outcome.Reused,
        Counts = outcome.Reused ? null : outcome.Counts,
        Rejects = [.. outcome.TopRejects.Select(r => new RejectCount(r.Field, r.Code, r.Records))],
    };

    /// <summary>What a load did.</summary>
    public static RunReport Loaded(RunReport report, LoadOutcome outcome) => report with
    {
        Loaded = [.. outcome.Runs.Select(r => r.Manifest)],
        Loads = [.. outcome.Loads.Select(l => new LoadedTable(l.Warehouse, l.Table, l.Inserted, l.Updated, l.Ignored, l.AlreadyLoaded))],
    };
}
