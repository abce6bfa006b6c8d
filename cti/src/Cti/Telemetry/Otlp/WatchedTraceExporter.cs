using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace Cti.Telemetry.Otlp;

/// <summary>The exporter of spans, remembering whether a batch was lost: the SDK itself tells nobody.</summary>
internal sealed class WatchedTraceExporter(OtlpExporterOptions options) : OtlpTraceExporter(options)
{
    private volatile bool _hasFailed;

    /// <summary>Whether a batch was not taken.</summary>
    public bool HasFailed => _hasFailed;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        ExportResult result = base.Export(activityBatch);
        _hasFailed |= result != ExportResult.Success;
        return result;
    }
}
