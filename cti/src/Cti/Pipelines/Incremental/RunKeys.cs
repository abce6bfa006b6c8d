using System.Globalization;
using Cti.Manifests;
using Cti.Sinks.Runs;

namespace Cti.Pipelines.Incremental;

/// <summary>The keys that runs really go by: where a run was given up its key is used up, and the next one in line is taken: K, K-2, K-3.</summary>
/// <param name="manifests">The runs' manifests.</param>
/// <param name="output">The folder of all runs, without a trailing slash.</param>
internal sealed class RunKeys(ManifestStore manifests, string output)
{
    /// <summary>The first key in line whose run was not given up, and that run's manifest where it is done already.</summary>
    /// <param name="key">The key that the run would have.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(string Key, string Uri, Manifest? Manifest)> FindAsync(string key, CancellationToken cancellationToken)
    {
        for (int number = 1; ; number++)
        {
            string next = number == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}-{number}");
            string uri = new RunLayout(output, next).Manifest;
            Manifest? there = await manifests.TryReadAsync(uri, cancellationToken).ConfigureAwait(false);
            if (there is not { IsVoid: true })
                return (next, uri, there);
        }
    }
}
