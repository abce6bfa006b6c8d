using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Pipelines.Incremental;

/// <summary>The head in the store: read with its version, replaced only while it is that version.</summary>
/// <param name="store">Where it is.</param>
/// <param name="uri">Its place.</param>
internal sealed class HeadStore(IObjectStore store, string uri)
{
    private const int MaxBytes = 64 << 20;
    private const int MaxTries = 200;
    private const int LongestPauseMilliseconds = 250;

    /// <summary>The head and its ETag; an empty one with a null ETag where there is none yet.</summary>
    public async Task<(StateHead Head, string? ETag)> ReadAsync(CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            if (await store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is not { } info)
                return (new StateHead(), null);
            try
            {
                return (Parse(await store.ReadAllBytesAsync(info, MaxBytes, cancellationToken).ConfigureAwait(false)), info.ETag);
            }
            catch (CtiException changed) when (changed.Kind == FailureKind.Transient && tries < MaxTries)
            {
                // Another run replaced it between the two calls: the next look finds what it wrote.
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Stores a new head; false where somebody else was first, and nothing changed.</summary>
    public Task<bool> TryReplaceAsync(StateHead head, string? etag, CancellationToken cancellationToken)
    {
        StateHead next = head with { Revision = head.Revision + 1, Writer = Guid.NewGuid().ToString("N") };
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(next, StateJson.Line.StateHead);
        return etag is null
            ? store.PutIfAbsentAsync(uri, content, cancellationToken)
            : store.PutIfMatchAsync(uri, content, etag, cancellationToken);
    }

    /// <summary>Changes the head, again from what is there whenever another run was first.</summary>
    /// <param name="change">From the head that is there to the next; null leaves it as it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it was changed.</returns>
    public async Task<bool> ChangeAsync(Func<StateHead, StateHead?> change, CancellationToken cancellationToken)
    {
        for (int tries = 1; tries <= MaxTries; tries++)
        {
            (StateHead head, string? etag) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (change(head) is not { } next)
                return false;
            if (await TryReplaceAsync(next, etag, cancellationToken).ConfigureAwait(false))
                return true;
            await PauseAsync(cancellationToken).ConfigureAwait(false);
        }

        throw CtiException.Transient("state", $"{uri} was changed by other runs {MaxTries} times over; a later try will get its turn.");
    }

    /// <summary>A random moment, so that those who collided do not again.</summary>
    public static Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Random.Shared.Next(LongestPauseMilliseconds), cancellationToken);

    private StateHead Parse(byte[] content)
    {
        try
        {
            StateHead head = JsonSerializer.Deserialize(content, StateJson.Line.StateHead) ?? throw new JsonException("null");
            return head.Contract == 1 ? head : throw CtiException.Usage("state", $"{uri} is of version {head.Contract}, this program knows version 1; use the version that wrote it.");
        }
        catch (JsonException error)
        {
            throw CtiException.Usage("state", $"{uri} is no state of incremental runs: {error.Message}", error);
        }
    }
}
