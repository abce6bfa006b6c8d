using Cti.Pipelines;

namespace Cti.Cli.Progress;

/// <summary>Says about every half minute how far a stage is, also while nothing moves: whoever watches a log sees that the run lives.</summary>
public sealed class HeartbeatProgress : IRunProgress, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);
    private readonly Action<StageState> _say;
    private readonly TimeProvider _clock;
    private ITimer? _timer;
    private string _stage = string.Empty;
    private long _totalBytes;
    private long _began;
    private long _rows;
    private long _bytes;

    /// <summary>Makes it.</summary>
    /// <param name="say">Takes each beat: at the beginning, every 30 seconds, at the end.</param>
    /// <param name="clock">The time.</param>
    public HeartbeatProgress(Action<StageState> say, TimeProvider clock)
    {
        _say = say;
        _clock = clock;
    }

    /// <inheritdoc/>
    public void Begin(string stage, long totalBytes)
    {
        Dispose();
        (_stage, _totalBytes, _began) = (stage, totalBytes, _clock.GetTimestamp());
        Report(0, 0);
        Say();
        _timer = _clock.CreateTimer(_ => Say(), null, Beat, Beat);
    }

    /// <inheritdoc/>
    public void Report(long rows, long bytes)
    {
        Volatile.Write(ref _rows, rows);
        Volatile.Write(ref _bytes, bytes);
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_timer is not null)
        {
            Dispose();
            Say();
        }
    }

    /// <summary>Stops the beat, without a last one.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void Say() => _say(new StageState(_stage, Volatile.Read(ref _rows), Volatile.Read(ref _bytes), _totalBytes, _clock.GetElapsedTime(_began)));
}
