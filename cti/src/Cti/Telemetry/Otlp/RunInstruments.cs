using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cti.Manifests;

namespace Cti.Telemetry.Otlp;

/// <summary>The program's metrics. Each process is one increment: it adds a run's numbers once, at its end.</summary>
internal sealed class RunInstruments : IDisposable
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Scope = "cti";

    private readonly Meter _meter = new(Scope);
    private readonly Counter<long> _runs;
    private readonly Counter<long> _records;
    private readonly Counter<long> _rejects;
    private readonly Counter<long> _anomalies;
    private readonly Counter<long> _bytes;
    private readonly Counter<double> _stages;
    private readonly Counter<long> _loaded;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _statements;
    private readonly Histogram<double> _durations;
    private readonly Gauge<long> _lastSuccess;
    private readonly TagList _dataset;

    public RunInstruments(string verb, string? dataset)
    {
        _runs = _meter.CreateCounter<long>("cti.runs", "{run}", "Calls of a data verb, by status and exit code.");
        _records = _meter.CreateCounter<long>("cti.records", "{record}", "Source records by what became of them: written, duplicate, filtered, rejected; they add up to those read.");
        _rejects = _meter.CreateCounter<long>("cti.rejects", "{record}", "Rejected records by field and code, of the most frequent reasons.");
        _anomalies = _meter.CreateCounter<long>("cti.anomalies", "{anomaly}", "Numbers of a run that are far from those of the runs before, by metric and table.");
        _bytes = _meter.CreateCounter<long>("cti.bytes", "By", "Stored bytes read and written.");
        _stages = _meter.CreateCounter<double>("cti.stage.time", "s", "Thread-seconds by stage.");
        _loaded = _meter.CreateCounter<long>("cti.load.rows", "{row}", "Rows by what the load did with them: inserted, updated, ignored.");
        _retries = _meter.CreateCounter<long>("cti.retries", "{retry}", "Remote calls and loads tried again, by operation.");
        _statements = _meter.CreateCounter<long>("cti.statements", "{statement}", "Statements of the Data API by the state reached: sent, found, stopped, finished, failed, aborted.");
        _durations = _meter.CreateHistogram<double>("cti.run.duration", "s", "Wall-clock time of a run.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200] });
        _lastSuccess = _meter.CreateGauge<long>("cti.run.last_success", "s", "When a run last ended well, in seconds since 1970.");
        _dataset = new TagList { { "cti.verb", verb }, { "cti.dataset", dataset ?? "unknown" } };
    }

    public void Retry(string operation) => _retries.Add(1, Tags(("cti.operation", operation)));

    public void Statement(string state) => _statements.Add(1, Tags(("cti.state", state)));

    /// <summary>Adds what the run did.</summary>
    public void Record(RunReport report, DateTimeOffset now)
    {
        _runs.Add(1, Tags(("cti.status", report.Status), ("process.exit.code", report.ExitCode)));
        _durations.Record(report.Seconds, Tags(("cti.status", report.Status)));
        if (report.Status == "ok")
        {
            _lastSuccess.Record(now.ToUnixTimeSeconds(), Tags());
        }

        if (report.Counts is { } counts)
        {
            Record(counts);
        }

        foreach (RejectCount reject in report.Rejects)
        {
            _rejects.Add(reject.Records, Tags(("cti.field", reject.Field ?? "(record)"), ("cti.code", reject.Code)));
        }

        foreach (Anomaly anomaly in report.Reused ? [] : (report.Extracted ?? report.Refused)?.Anomalies ?? [])
        {
            _anomalies.Add(1, Tags(("cti.metric", anomaly.Metric), ("cti.table", anomaly.Table ?? "(records)")));
        }

        if (report is { Extracted: { } manifest, Reused: false })
        {
            Record(manifest);
        }

        foreach (LoadedTable load in report.Loads.Where(l => !l.AlreadyLoaded))
        {
            Record(load);
        }
    }

    public void Dispose() => _meter.Dispose();

    // Also what is zero: without the series there is nothing that an alert could compare.
    private void Record(Counts counts)
    {
        _records.Add(counts.Written, Tags(("cti.outcome", "written")));
        _records.Add(counts.Duplicates, Tags(("cti.outcome", "duplicate")));
        _records.Add(counts.Filtered, Tags(("cti.outcome", "filtered")));
        _records.Add(counts.Rejected, Tags(("cti.outcome", "rejected")));
    }

    private void Record(Manifest manifest)
    {
        _bytes.Add(manifest.Inputs.Sum(i => i.Size), Tags(("cti.direction", "read")));
        _bytes.Add(manifest.Outputs.Sum(o => o.Bytes), Tags(("cti.direction", "written")));
        foreach ((string stage, double seconds) in manifest.Timings.Stages)
        {
            _stages.Add(seconds, Tags(("cti.stage", stage)));
        }
    }

    private void Record(LoadedTable load)
    {
        _loaded.Add(load.Inserted, Tags(("cti.warehouse", load.Warehouse), ("cti.table", load.Table), ("cti.outcome", "inserted")));
        _loaded.Add(load.Updated, Tags(("cti.warehouse", load.Warehouse), ("cti.table", load.Table), ("cti.outcome", "updated")));
        _loaded.Add(load.Ignored, Tags(("cti.warehouse", load.Warehouse), ("cti.table", load.Table), ("cti.outcome", "ignored")));
    }

    private TagList Tags(params ReadOnlySpan<(string Key, object Value)> more)
    {
        TagList tags = _dataset;
        foreach ((string key, object value) in more)
        {
            tags.Add(key, value);
        }

        return tags;
    }
}
