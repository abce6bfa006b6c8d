using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Pipelines;

/// <summary>Finds the complete runs at a place.</summary>
/// <param name="store">Where they are.</param>
internal sealed class RunListing(IObjectStore store)
{
    private const string RunsFolder = "_runs/";
    private const string FileName = "manifest.json";
    private const int ReadAtOnce = 16;
    private readonly ManifestStore _manifests = new(store);

    /// <summary>The runs, in ordinal order of their manifests' URIs; none where there are none.</summary>
    /// <param name="place">A manifest, a run's folder, or the output of many runs.</param>
    /// <param name="keep">What of a manifest is kept, for there may be many; null where nothing is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Failures.CtiException">Usage: something there is no manifest; else what the store fails with.</exception>
    public async Task<IReadOnlyList<FoundRun>> FindAsync(string place, Func<Manifest, Manifest?> keep, CancellationToken cancellationToken)
    {
        string uri = StoreUri.Parse(place, "list").ToString();
        IReadOnlyList<string> found = await ManifestsAsync(uri, cancellationToken).ConfigureAwait(false);
        FoundRun?[] runs = new FoundRun?[found.Count];
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, runs.Length, atOnce, async (i, token) =>
        {
            Manifest? manifest = await _manifests.TryReadAsync(found[i], token).ConfigureAwait(false);
            runs[i] = manifest is not null && keep(manifest) is { } kept ? new FoundRun(found[i], kept) : null;
        }).ConfigureAwait(false);
        return [.. runs.OfType<FoundRun>()];
    }

    private async Task<IReadOnlyList<string>> ManifestsAsync(string uri, CancellationToken cancellationToken)
    {
        if (uri.EndsWith(".json", StringComparison.Ordinal))
            return [uri];
        string folder = uri.EndsWith('/') ? uri : uri + "/";
        if (await store.StatAsync(folder + FileName, cancellationToken).ConfigureAwait(false) is not null)
            return [folder + FileName];
        string runs = folder.EndsWith("/" + RunsFolder, StringComparison.Ordinal) ? folder : folder + RunsFolder;
        List<string> found = await store.ListAsync(runs, cancellationToken).Select(o => o.Uri).Where(u => u.EndsWith("/" + FileName, StringComparison.Ordinal)).ToListAsync(cancellationToken).ConfigureAwait(false);
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
