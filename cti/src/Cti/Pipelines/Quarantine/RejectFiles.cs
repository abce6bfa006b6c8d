using System.Text.RegularExpressions;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Pipelines.Quarantine;

/// <summary>Finds the files of rejects at a place: a file, a run's folder of rejects, a run's folder, or the output of many runs.</summary>
/// <param name="store">Where they are.</param>
public sealed partial class RejectFiles(IObjectStore store)
{
    private const string RunsFolder = "_runs/";
    private const string RejectsFolder = "rejects/";

    /// <summary>The files, in ordinal order of their URIs; none where runs are there but rejected nothing.</summary>
    /// <exception cref="CtiException">Usage: there is no run at all.</exception>
    public async Task<IReadOnlyList<ObjectInfo>> FindAsync(string place, CancellationToken cancellationToken)
    {
        string uri = StoreUri.Parse(place, "list").ToString();
        if (!uri.EndsWith('/') && await store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is { } file)
            return [file];
        string folder = uri.EndsWith('/') ? uri : uri + "/";

        // A folder under _runs/ is not seen from above it: names that begin with _ are hidden from listings of anything else.
        List<ObjectInfo> found = await ListAsync(folder + RunsFolder, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
            found = await ListAsync(folder, cancellationToken).ConfigureAwait(false);
        bool isRejects = folder.EndsWith("/" + RejectsFolder, StringComparison.Ordinal);
        ObjectInfo[] parts = [.. found.Where(o => isRejects ? Part().IsMatch(o.Uri[folder.Length..]) : RejectsPart().IsMatch(o.Uri)).OrderBy(o => o.Uri, StringComparer.Ordinal)];
        if (parts.Length == 0 && !isRejects && !found.Any(o => o.Uri.EndsWith("/manifest.json", StringComparison.Ordinal)))
            throw CtiException.Usage("list", $"There is no run at {place}: give a run's folder of rejects, a run's folder (<output>/_runs/<key>/) or the --output of runs.");
        return parts;
    }

    private Task<List<ObjectInfo>> ListAsync(string folder, CancellationToken cancellationToken)
        => store.ListAsync(folder, cancellationToken).Where(o => !o.Uri.EndsWith(".parquet", StringComparison.Ordinal)).ToListAsync(cancellationToken).AsTask();

    [GeneratedRegex(@"^part-[0-9]+(\.r[0-9]+)?\.jsonl\.gz$", RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"/rejects/part-[0-9]+(\.r[0-9]+)?\.jsonl\.gz$", RegexOptions.CultureInvariant)]
    private static partial Regex RejectsPart();
}
