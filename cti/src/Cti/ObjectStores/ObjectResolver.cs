using Cti.ObjectStores.Local;

namespace Cti.ObjectStores;

/// <summary>Turns <c>--input</c> arguments into objects: paths, globs, folders, <c>s3://bucket/key</c>, <c>s3://bucket/prefix/</c>.</summary>
/// <remarks>What is there under exactly the given name wins, wildcards in it or not. The order is that of the arguments, within a folder or prefix
/// the ordinal one of the keys. Hidden objects and those that begin with <c>_</c> are only taken where the argument itself names them.</remarks>
public sealed class ObjectResolver(IObjectStore store)
{
    /// <summary>Resolves the arguments.</summary>
    /// <param name="inputs">As given.</param>
    /// <param name="dataset">In each folder or prefix, the objects whose file name begins with this are taken where there are any; null takes all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="Failures.CtiException">A bucket or folder cannot be listed.</exception>
    public async Task<ResolvedInputs> ResolveAsync(IReadOnlyList<string> inputs, string? dataset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        List<ObjectInfo> objects = [];
        List<string> missing = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string input in inputs)
        {
            IReadOnlyList<ObjectInfo> found = await ResolveOneAsync(input, dataset, cancellationToken);
            if (found.Count == 0) missing.Add(input);
            objects.AddRange(found.Where(o => seen.Add(o.Uri)));
        }

        return new ResolvedInputs(objects, missing);
    }

    private async Task<IReadOnlyList<ObjectInfo>> ResolveOneAsync(string input, string? dataset, CancellationToken cancellationToken)
    {
        StoreUri place = StoreUri.Parse(input, "list");
        if (place.Path.Length > 0 && !place.Path.EndsWith('/')
            && await store.StatAsync(place.ToString(), cancellationToken) is { } exact)
        {
            return [exact];
        }

        if (!GlobPattern.IsGlob(place.Path) || (!place.IsS3 && Directory.Exists(place.Path)))
        {
            return await FolderAsync(place.ToString(), dataset, cancellationToken);
        }

        return place.IsS3
            ? await S3GlobAsync(place, dataset, cancellationToken)
            : await LocalGlobAsync(place.Path, dataset, cancellationToken);
    }

    private async Task<IReadOnlyList<ObjectInfo>> FolderAsync(string uri, string? dataset, CancellationToken cancellationToken)
    {
        string folder = uri.EndsWith('/') ? uri : uri + "/";

        // Not every S3-compatible server lists in order.
        List<ObjectInfo> found = await store.ListAsync(folder, cancellationToken).ToListAsync(cancellationToken);
        return OfDataset([.. found.OrderBy(o => o.Uri, StringComparer.Ordinal)], dataset);
    }

    private async Task<IReadOnlyList<ObjectInfo>> LocalGlobAsync(string path, string? dataset, CancellationToken cancellationToken)
    {
        List<ObjectInfo> objects = [];
        foreach (string match in LocalGlob.Expand(new GlobPattern(path), cancellationToken))
        {
            if (match.EndsWith('/'))
            {
                objects.AddRange(await FolderAsync(match, dataset, cancellationToken));
            }
            else if (await store.StatAsync(match, cancellationToken) is { } found)
            {
                objects.Add(found);
            }
        }

        return objects;
    }

    /// <summary>Keys are flat: a pattern is held against each key, and against the "folders" above it as a shell would.</summary>
    private async Task<IReadOnlyList<ObjectInfo>> S3GlobAsync(StoreUri place, string? dataset, CancellationToken cancellationToken)
    {
        string bucket = $"s3://{place.Bucket}/";
        GlobPattern pattern = new(place.Path);
        List<(string Match, bool IsFolder, ObjectInfo Object)> found = [];
        List<ObjectInfo> all = await store.ListByPrefixAsync(bucket + pattern.Prefix, cancellationToken).ToListAsync(cancellationToken);
        foreach (ObjectInfo listed in all.OrderBy(o => o.Uri, StringComparer.Ordinal))
        {
            string[] names = listed.Uri[(bucket.Length + pattern.Base.Length)..].Split('/');
            int length = names[^1].Length == 0 ? 0 : pattern.MatchLength(names);
            if (length > 0 && !names[length..].Any(n => StoreUri.IsHiddenName(n)))
            {
                found.Add((string.Join('/', names[..length]), length < names.Length, listed));
            }
        }

        return [.. found.GroupBy(f => (f.Match, f.IsFolder))
            .SelectMany(g => g.Key.IsFolder ? OfDataset([.. g.Select(f => f.Object)], dataset) : g.Select(f => f.Object))];
    }

    private static IReadOnlyList<ObjectInfo> OfDataset(IReadOnlyList<ObjectInfo> objects, string? dataset)
    {
        if (dataset is null) return objects;
        ObjectInfo[] named = [.. objects.Where(o => o.Uri.AsSpan(o.Uri.LastIndexOf('/') + 1).StartsWith(dataset, StringComparison.Ordinal))];
        return named.Length > 0 ? named : objects;
    }
}
