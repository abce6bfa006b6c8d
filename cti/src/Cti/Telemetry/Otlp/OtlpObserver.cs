using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cti.Telemetry.Otlp;

/// <summary>Sends a run's metrics and spans by OTLP, all at its end.</summary>
internal sealed class OtlpObserver : IRunObserver, IDisposable
{
    private const int RetriedCall = 203;
    private const int StatementFound = 503;
    private const int RetriedLoad = 504;
    private const int StatementStopped = 505;
    private const int StatementEnded = 508;
    private const int StatementSubmitted = 511;
    // An export that hangs ends before the run's patience does, so that the failure is known and told.
    private const int LongestExportMilliseconds = 2500;
    private readonly ActivitySource _source = new(RunInstruments.Scope);
    private readonly RunInstruments _instruments;
    private readonly TracerProvider? _tracers;
    private readonly MeterProvider? _meters;
    private readonly Activity? _run;
    private readonly WatchedTraceExporter? _spans;
    private Activity? _stage;

    private OtlpObserver(OtlpEnvironment asked, string verb, string? dataset)
    {
        _instruments = new RunInstruments(verb, dataset);
        ResourceBuilder resource = ResourceOf(asked);
        if (asked.Traces)
        {
            _spans = new WatchedTraceExporter(Bounded(asked.TracesEndpoint is { } uri ? new OtlpExporterOptions { Endpoint = uri } : new OtlpExporterOptions()));
            _tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(RunInstruments.Scope)
                .AddProcessor(new BatchActivityExportProcessor(_spans)).Build();
        }

        if (asked.Metrics)
        {
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(RunInstruments.Scope)
                .AddOtlpExporter((exporter, reader) => Configure(asked, exporter, reader)).Build();
        }

        _run = Begin($"cti {verb}", ActivityContext.TryParse(asked.TraceParent, asked.TraceState, isRemote: true, out ActivityContext caller) ? caller : default);
        _run?.SetTag("cti.verb", verb).SetTag("cti.dataset", dataset);
    }

    /// <inheritdoc/>
    public string Name => "Telemetry";

    /// <summary>Begins to observe.</summary>
    public static IRunObserver Start(OtlpEnvironment asked, string verb, string? dataset) => new OtlpObserver(asked, verb, dataset);

    /// <inheritdoc/>
    public void BeginStage(string stage) => _stage = _run is null ? null : Begin(stage, _run.Context);

    /// <inheritdoc/>
    public void EndStage()
    {
        _stage?.Stop();
        _stage = null;
    }

    /// <inheritdoc/>
    public void Logged(EventId message, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        switch (message.Id)
        {
            case RetriedCall or RetriedLoad:
                string operation = message.Id == RetriedLoad ? "load" : Text(values, "Operation");
                _instruments.Retry(operation);
                _run?.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["cti.operation"] = operation }));
                break;
            case StatementSubmitted:
                Statement("sent");
                break;
            case StatementFound:
                Statement("found");
                break;
            case StatementStopped:
                Statement("stopped");
                break;
            case StatementEnded:
                Statement(Text(values, "State").ToLowerInvariant());
                break;
        }
    }

    /// <inheritdoc/>
    public string? End(RunReport report, TimeSpan bound)
    {
        ArgumentNullException.ThrowIfNull(report);
        _instruments.Record(report, DateTimeOffset.UtcNow);
        Close(report);
        int milliseconds = (int)bound.TotalMilliseconds;
        Task<bool> spans = Task.Run(() => _tracers?.ForceFlush(milliseconds) ?? true);
        bool metrics = _meters?.ForceFlush(milliseconds) ?? true;
        List<string> failed = [];
        if (!spans.GetAwaiter().GetResult() || _spans is { HasFailed: true })
        {
            failed.Add("spans");
        }

        if (!metrics)
        {
            failed.Add("metrics");
        }

        return failed.Count == 0 ? null : $"the OTLP endpoint did not take the {string.Join(" and ", failed)}";
    }

    /// <summary>Closes what is fed; the providers stay as they are, for they would wait once more for a receiver that does not answer.</summary>
    public void Dispose()
    {
        _spans?.Dispose();
        _source.Dispose();
        _instruments.Dispose();
    }

    private static ResourceBuilder ResourceOf(OtlpEnvironment asked)
    {
        // No id of the instance: each call would be a series of its own.
        ResourceBuilder resource = ResourceBuilder.CreateDefault();
        return asked.ServiceName is { } name ? resource.AddService(name, serviceVersion: Version, autoGenerateServiceInstanceId: false) : resource;
    }

    private static string? Version => typeof(OtlpObserver).Assembly.GetName().Version?.ToString(3);

    private static OtlpExporterOptions Bounded(OtlpExporterOptions options)
    {
        options.TimeoutMilliseconds = Math.Min(options.TimeoutMilliseconds, LongestExportMilliseconds);
        return options;
    }

    private static void Configure(OtlpEnvironment asked, OtlpExporterOptions exporter, MetricReaderOptions reader)
    {
        Bounded(exporter);
        // One export, at the end; and as a process is one increment, its numbers are to be added to those of the processes before it.
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = int.MaxValue;
        if (!asked.IsTemporalityGiven)
        {
            reader.TemporalityPreference = MetricReaderTemporalityPreference.Delta;
        }
    }

    // A span is not left as the current one: calls to others, to S3 say, would carry its id along.
    private Activity? Begin(string name, ActivityContext parent)
    {
        Activity? before = Activity.Current;
        Activity? begun = _source.StartActivity(name, ActivityKind.Internal, parent);
        Activity.Current = before;
        return begun;
    }

    private void Close(RunReport report)
    {
        if (report.Failure is { } failure)
        {
            _stage?.SetStatus(ActivityStatusCode.Error, failure.Message);
            _run?.SetStatus(ActivityStatusCode.Error, failure.Message).SetTag("error.type", failure.Kind).SetTag("cti.failed_stage", failure.Stage);
        }

        EndStage();
        _run?.SetTag("cti.run", report.Run).SetTag("cti.status", report.Status).SetTag("cti.reused", report.Reused).SetTag("process.exit.code", report.ExitCode);
        if (report.Counts is { } counts)
        {
            _run?.SetTag("cti.records.read", counts.Read).SetTag("cti.records.written", counts.Written).SetTag("cti.records.duplicate", counts.Duplicates)
                .SetTag("cti.records.filtered", counts.Filtered).SetTag("cti.records.rejected", counts.Rejected);
        }

        _run?.Stop();
    }

    private void Statement(string state)
    {
        _instruments.Statement(state);
        _run?.AddEvent(new ActivityEvent("statement", tags: new ActivityTagsCollection { ["cti.state"] = state }));
    }

    private static string Text(IReadOnlyList<KeyValuePair<string, object?>> values, string name) => values.FirstOrDefault(v => v.Key == name).Value?.ToString() ?? "unknown";
}
