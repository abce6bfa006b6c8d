using Cti.Failures;
using Cti.ObjectStores;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Incremental;

/// <summary>Keeps a claim while its run works, and commits it. Only the owner that the head names can commit.</summary>
/// <remarks>That a claim's owner counts as dead by a clock can cost work done twice, never rows: whoever takes over works on the same list under the
/// same run key, and the former owner finds another owner in the head.</remarks>
internal sealed class ClaimLease : IRunCompletion
{
    // Ending comes after SIGTERM too, when seconds count.
    private static readonly TimeSpan _longestEnding = TimeSpan.FromSeconds(2);
    private readonly HeadStore _heads;
    private readonly Ledger _ledger;
    private readonly ActiveClaim _claim;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Heartbeat _heartbeat;
    private bool _isCommitted;

    /// <summary>Begins to renew the lease.</summary>
    public ClaimLease(IObjectStore store, StateLayout layout, ActiveClaim claim, TimeProvider clock, ILogger logger)
    {
        _heads = new HeadStore(store, layout.Head);
        _ledger = new Ledger(store, layout);
        (_claim, _clock, _logger) = (claim, clock, logger);
        _heartbeat = new Heartbeat("state", token => _heads.ChangeAsync(head => WithLease(head, _clock.GetUtcNow() + Heartbeat.Lease), token), clock, logger);
    }

    /// <summary>Cancelled when another process has taken the claim over.</summary>
    public CancellationToken Lost => _heartbeat.Lost;

    /// <summary>Moves the claim among the committed ones, in one step.</summary>
    /// <exception cref="CtiException">Transient: another process has taken it over.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _heartbeat.StopAsync().ConfigureAwait(false);
        bool isThere = false;
        bool changed = await _heads.ChangeAsync(
            head =>
            {
                // A put whose answer was lost may have done it; so may the process that took over.
                isThere = head.Committed.Any(c => c.Id == _claim.Id);
                return IsOurs(head) ? head with
                {
                    Active = [.. head.Active.Where(c => c.Owner != _claim.Owner)],
                    Committed = [.. head.Committed, new CommittedClaim(_claim.Id, _claim.Run, _claim.Manifest, _claim.Objects)],
                }
                : null;
            },
            cancellationToken).ConfigureAwait(false);
        if (!changed && !isThere)
            throw TakenOver();
        _isCommitted = true;
        _logger.ClaimCommitted(_claim.Run, _claim.Objects);
        await TryCompactAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The failure of a run whose claim is another's by now.</summary>
    public CtiException TakenOver() => CtiException.Transient("state", $"The claim of run {_claim.Run} was taken over by another run, as this one did not renew its lease in time; that one finishes it.");

    /// <summary>Lets go of the claim where it is not committed, so that the next command need not wait for its lease.</summary>
    public async ValueTask DisposeAsync()
    {
        await _heartbeat.StopAsync().ConfigureAwait(false);
        if (!_isCommitted)
            await ReleaseAsync().ConfigureAwait(false);
        await _heartbeat.DisposeAsync().ConfigureAwait(false);
    }

    private bool IsOurs(StateHead head) => head.Active.Any(c => c.Owner == _claim.Owner);

    private StateHead? WithLease(StateHead head, DateTimeOffset until) => IsOurs(head)
        ? head with { Active = [.. head.Active.Select(c => c.Owner == _claim.Owner ? c with { LeaseUntil = until } : c)] }
        : null;

    private async Task ReleaseAsync()
    {
        using CancellationTokenSource longest = new(_longestEnding, _clock);
        try
        {
            await _heads.ChangeAsync(head => WithLease(head, DateTimeOffset.UnixEpoch), longest.Token).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is CtiException or OperationCanceledException)
        {
            // How the run ended matters more; the lease runs out by itself.
            _logger.FailureCause("state", failed);
        }
    }

    private async Task TryCompactAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _ledger.CompactAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CtiException failed) when (failed.Kind == FailureKind.Transient)
        {
            // The run is committed; the next one merges what is left.
            _logger.FailureCause("state", failed);
        }
    }
}
