using Cti.Failures;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines;

/// <summary>Says again and again that this process is at work on what it holds, until it is stopped or has lost it.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    /// <summary>How long whoever holds something counts as alive after it last said so.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);
    private readonly string _stage;
    private readonly Func<CancellationToken, Task<bool>> _renew;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _beating;

    /// <summary>Begins to beat.</summary>
    /// <param name="stage">Of the failures that are logged.</param>
    /// <param name="renew">Renews the lease; false where another process holds it by now.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Hears of beats that failed.</param>
    public Heartbeat(string stage, Func<CancellationToken, Task<bool>> renew, TimeProvider clock, ILogger logger)
    {
        (_stage, _renew, _logger) = (stage, renew, logger);
        _beating = BeatAsync(clock);
    }

    /// <summary>Cancelled when another process has taken over.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Stops; may be called more than once.</summary>
    public async Task StopAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _ending.Dispose();
        _lost.Dispose();
    }

    private async Task BeatAsync(TimeProvider clock)
    {
        using PeriodicTimer timer = new(s_interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
            {
                if (await TryRenewAsync().ConfigureAwait(false))
                    continue;
                await _lost.CancelAsync().ConfigureAwait(false);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        try
        {
            return await _renew(_ending.Token).ConfigureAwait(false);
        }
        catch (CtiException failed)
        {
            // The next beat, or the end of the work, finds out whether the store is back.
            _logger.FailureCause(_stage, failed);
            return true;
        }
    }
}
