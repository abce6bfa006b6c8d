using System.Text.Json;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Pipelines;

/// <summary>Manifests in an object store.</summary>
/// <param name="store">Where they are.</param>
public sealed class ManifestStore(IObjectStore store)
{
    /// <summary>Reads a manifest; null where there is none.</summary>
    /// <exception cref="CtiException">The object is no manifest.</exception>
    public async Task<Manifest?> TryReadAsync(string uri, CancellationToken cancellationToken)
        => await store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is { } info ? await ReadAsync(info, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Reads this version of a manifest.</summary>
    /// <exception cref="CtiException">The object is no manifest; Transient: it is another version by now.</exception>
    public async Task<Manifest> ReadAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        string uri = info.Uri;
        Stream stream = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(stream, ManifestJson.Document.Manifest, cancellationToken).ConfigureAwait(false)
                    ?? throw CtiException.Usage("read", $"{uri} holds no manifest but null; run extract-transform again under another run key.");
            }
            catch (JsonException error)
            {
                throw CtiException.Usage("read", $"{uri} is no manifest of a run: {error.Message}", error);
            }
        }
    }

    /// <summary>What is left of a run that the quality gate ended; null where nothing is, or nothing that can be read.</summary>
    public async Task<FailedRun?> TryReadFailedAsync(string uri, CancellationToken cancellationToken)
    {
        if (await store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is not { } info)
            return null;
        Stream stream = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(stream, ManifestJson.Document.FailedRun, cancellationToken).ConfigureAwait(false);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Stores a run's manifest where none is yet; false where one was there already.</summary>
    public Task<bool> PutAsync(string uri, Manifest manifest, CancellationToken cancellationToken)
        => store.PutIfAbsentAsync(uri, JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Document.Manifest), cancellationToken);

    /// <summary>Stores a manifest's next revision in place of the version that it was made from; false where another one is there by now.</summary>
    public Task<bool> ReplaceAsync(ObjectInfo version, Manifest manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return store.PutIfMatchAsync(version.Uri, JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Document.Manifest), version.ETag, cancellationToken);
    }

    /// <summary>Stores what is left of a run that the quality gate ended, replacing what an earlier try left.</summary>
    public async Task PutFailedAsync(string uri, FailedRun failed, CancellationToken cancellationToken)
    {
        ObjectWriter writer = await store.CreateAsync(uri, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(failed, ManifestJson.Document.FailedRun), cancellationToken).ConfigureAwait(false);
            await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
