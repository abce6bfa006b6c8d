using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Pipelines;

/// <summary>Tells a run whose files are not as they should be from one that an erasure gave new files while they were about to be read: the next try finds those.</summary>
/// <param name="store">Where manifests are.</param>
internal sealed class RevisionWatch(IObjectStore store)
{
    private readonly ManifestStore _manifests = new(store);

    /// <summary>Reads runs.</summary>
    /// <param name="runs">The manifests that it goes by, as they were read.</param>
    /// <param name="read">Does it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CtiException">Transient: it failed, and a manifest has another revision by now, or is gone.</exception>
    public async Task<T> ReadAsync<T>(IEnumerable<(string Uri, Manifest Manifest)> runs, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (CtiException failure) when (failure.Kind == FailureKind.Usage)
        {
            foreach ((string uri, Manifest manifest) in runs)
            {
                if ((await _manifests.TryReadAsync(uri, cancellationToken).ConfigureAwait(false))?.Revision != manifest.Revision)
                    throw CtiException.Transient(failure.Stage, $"{uri} was changed by an erasure while its files were read; a later try finds the new ones. ({failure.Message})", failure);
            }

            throw;
        }
    }
}
