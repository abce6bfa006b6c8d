using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Anomalies;

/// <summary>Holds a run against the runs before it.</summary>
/// <remarks>Shards are parts of a run and replays its leavings: neither is like the runs before, so neither is compared.</remarks>
internal sealed class AnomalyWatch : IAsyncDisposable
{
    private readonly RunHistoryStore _history;
    private readonly ExtractTransformRequest _request;
    private readonly ILogger _logger;
    private CancellationTokenSource? _stop;
    private Task<KnownHistory>? _reading;

    /// <summary>Watches a run.</summary>
    /// <param name="store">Where the output is.</param>
    /// <param name="output">The output, without a trailing slash.</param>
    /// <param name="request">The run.</param>
    /// <param name="logger">Told of each anomaly.</param>
    public AnomalyWatch(IObjectStore store, string output, ExtractTransformRequest request, ILogger logger)
    {
        (_request, _logger) = (request, logger);
        _history = new RunHistoryStore(store, output, request.Dataset.Name, request.Dataset.Version, request.State is not null);
    }

    private bool IsCompared => _request is { Shard: null, Replay: null };

    /// <summary>Begins to read the runs before, while the run itself is at work.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        if (!IsCompared)
            return;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reading = Task.Run(() => _history.ReadAsync(_stop.Token), _stop.Token);
    }

    /// <summary>The manifest with what is odd about the run, each told.</summary>
    public async Task<Manifest> JudgeAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        if (_reading is null)
            return manifest;
        KnownHistory known;
        try
        {
            known = await _reading.ConfigureAwait(false);
        }
        catch (CtiException e) when (!_request.FailOnAnomaly)
        {
            // Nobody asked for the comparison: what stands in its way is no reason to lose the run.
            _logger.NotCompared(e.Message);
            return manifest;
        }

        IReadOnlyList<Anomaly> found = new AnomalyDetector(_request.AnomalyThreshold).Compare(RunProfile.Of(manifest), known.History.Without(manifest.Run));
        foreach (Anomaly anomaly in found)
            _logger.AnomalyFound(anomaly.Message);
        return manifest with { Anomalies = found };
    }

    /// <summary>Why the gate closes; null where it does not.</summary>
    public string? GateMessage(Manifest manifest)
    {
        if (!_request.FailOnAnomaly || manifest.Anomalies is not { Count: > 0 } found)
            return null;
        string consequence = _request.State is null ? "nothing was committed (--fail-on-anomaly)" : "the run goes on, being incremental";
        return $"The run is unlike those before it: {string.Join("; ", found.Select(a => a.Message))}; {consequence}.";
    }

    /// <summary>Adds a committed run to the history. The run stands whether that succeeds or not.</summary>
    public async Task NoteAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        if (_reading is null)
            return;
        try
        {
            KnownHistory? known = _reading.IsCompletedSuccessfully ? await _reading.ConfigureAwait(false) : null;
            if (!await _history.AddAsync(RunProfile.Of(manifest), known, cancellationToken).ConfigureAwait(false))
                _logger.HistoryNotWritten("other runs changed it at the same time");
        }
        catch (CtiException e)
        {
            _logger.HistoryNotWritten(e.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stop is null)
            return;
        // A run that failed has no use for it any more.
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)_reading!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
