using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Warehouses.Redshift;

/// <summary>The intent of a unit's load, as an object beside the run's manifest. It spares work; what is in the tables is the ledger's to say.</summary>
/// <param name="store">Where the run is.</param>
/// <param name="uri">The object.</param>
internal sealed class LoadIntentStore(IObjectStore store, string uri)
{
    private const int MaxTries = 8;

    /// <summary>What was noted last; null where nothing was, or nothing that can be read.</summary>
    public async Task<LoadIntent?> ReadAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken).ConfigureAwait(false)).Intent;

    /// <summary>Changes what is noted, by a condition that the store checks: of two calls that change it at once, the second sees what the first noted.</summary>
    /// <param name="change">From what is noted to what shall be; null to leave it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it was changed.</returns>
    public async Task<bool> ChangeAsync(Func<LoadIntent?, LoadIntent?> change, CancellationToken cancellationToken)
    {
        for (int i = 0; i < MaxTries; i++)
        {
            (ObjectInfo? info, LoadIntent? before) = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (change(before) is not { } after)
                return false;
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(after, LoadIntentJson.Default.LoadIntent);
            bool done = info is null
                ? await store.PutIfAbsentAsync(uri, content, cancellationToken).ConfigureAwait(false)
                : await store.PutIfMatchAsync(uri, content, info.ETag, cancellationToken).ConfigureAwait(false);
            if (done)
                return true;
        }

        throw CtiException.Transient("load", $"{uri} is changed by other calls all the time; run the loads of one manifest one after the other.");
    }

    private async Task<(ObjectInfo? Info, LoadIntent? Intent)> FindAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; i < MaxTries; i++)
        {
            if (await store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is not { } info)
                return (null, null);
            try
            {
                return (info, await ReadAsync(info, cancellationToken).ConfigureAwait(false));
            }
            catch (CtiException e) when (e.Kind == FailureKind.Transient && i + 1 < MaxTries)
            {
                // Another call has changed it since: the read is of one version only.
            }
        }

        return (null, null);
    }

    private async Task<LoadIntent?> ReadAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        Stream stream = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(stream, LoadIntentJson.Default.LoadIntent, cancellationToken).ConfigureAwait(false);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
