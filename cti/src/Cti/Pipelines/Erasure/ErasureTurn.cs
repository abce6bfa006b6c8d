using System.Globalization;
using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Pipelines.Incremental;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Erasure;

/// <summary>The turn to erase in an output, which one process has at a time: two would write their new files under the same names, and take each other's for leftovers.</summary>
/// <remarks>One object, changed under its version alone, decides; clocks decide only when a holder that says nothing counts as dead. A dead one on this machine is seen to be gone at once.</remarks>
internal sealed class ErasureTurn : IAsyncDisposable
{
    private const int MaxBytes = 1 << 20;

    // Ending comes after SIGTERM too, when seconds count.
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(2);
    private readonly IObjectStore _store;
    private readonly string _uri;
    private readonly string _owner;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Heartbeat _heartbeat;

    private ErasureTurn(IObjectStore store, string uri, string owner, TimeProvider clock, ILogger logger)
    {
        (_store, _uri, _owner, _clock, _logger) = (store, uri, owner, clock, logger);
        _heartbeat = new Heartbeat("erase", RenewAsync, clock, logger);
    }

    /// <summary>Cancelled when another process has taken the turn.</summary>
    public CancellationToken Lost => _heartbeat.Lost;

    /// <summary>Takes it.</summary>
    /// <exception cref="CtiException">Transient: another process has it.</exception>
    public static async Task<ErasureTurn> TakeAsync(IObjectStore store, ErasureLayout layout, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        string owner = Guid.NewGuid().ToString("N");
        byte[] content = Write(owner, clock.GetUtcNow() + Heartbeat.Lease);
        bool isTaken;
        if (await store.StatAsync(layout.Turn, cancellationToken).ConfigureAwait(false) is not { } there)
        {
            isTaken = await store.PutIfAbsentAsync(layout.Turn, content, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            TurnHolder holder = await ReadAsync(store, there, cancellationToken).ConfigureAwait(false);
            if (holder.Until > clock.GetUtcNow() && !OwnerProcess.IsGone(holder.Process))
                throw Busy(layout, string.Create(CultureInfo.InvariantCulture, $", at least until {holder.Until:HH:mm:ss} UTC"));
            isTaken = await store.PutIfMatchAsync(layout.Turn, content, there.ETag, cancellationToken).ConfigureAwait(false);
        }

        return isTaken ? new ErasureTurn(store, layout.Turn, owner, clock, logger) : throw Busy(layout, string.Empty);
    }

    /// <summary>The failure of whoever's turn is another's by now.</summary>
    public CtiException TakenOver() => CtiException.Transient("erase", $"The turn to erase ({_uri}) was taken over by another process, as this one did not renew it in time; a later try goes on.");

    /// <summary>Lets the next one have it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync().ConfigureAwait(false);
        using CancellationTokenSource longest = new(LongestEnding);
        try
        {
            if (await MineAsync(longest.Token).ConfigureAwait(false) is { } mine)
                await _store.DeleteIfMatchAsync(mine, longest.Token).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is CtiException or OperationCanceledException)
        {
            // How the erasure ended matters more; the turn runs out by itself.
            _logger.FailureCause("erase", failed);
        }
    }

    private async Task<bool> RenewAsync(CancellationToken cancellationToken) =>
        await MineAsync(cancellationToken).ConfigureAwait(false) is { } mine
        && await _store.PutIfMatchAsync(_uri, Write(_owner, _clock.GetUtcNow() + Heartbeat.Lease), mine.ETag, cancellationToken).ConfigureAwait(false);

    /// <summary>The object while it says that the turn is this one's; null where it is another's.</summary>
    private async Task<ObjectInfo?> MineAsync(CancellationToken cancellationToken) =>
        await _store.StatAsync(_uri, cancellationToken).ConfigureAwait(false) is { } there && (await ReadAsync(_store, there, cancellationToken).ConfigureAwait(false)).Owner == _owner ? there : null;

    private static byte[] Write(string owner, DateTimeOffset until) => JsonSerializer.SerializeToUtf8Bytes(new TurnHolder(owner, until, OwnerProcess.Current()), ErasureJson.Document.TurnHolder);

    private static async Task<TurnHolder> ReadAsync(IObjectStore store, ObjectInfo there, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(await store.ReadAllBytesAsync(there, MaxBytes, cancellationToken).ConfigureAwait(false), ErasureJson.Document.TurnHolder) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw CtiException.Usage("erase", $"{there.Uri} does not say whose turn it is to erase: {error.Message} Remove it where no cti erase runs.", error);
        }
    }

    private static CtiException Busy(ErasureLayout layout, string until) =>
        CtiException.Transient("erase", $"Another process erases in {layout.Output} ({layout.Turn}){until}; a later try has its turn.");
}
