using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Warehouses.Glue;

/// <summary>The folder of a partition, of which Athena reads every file: it must hold the manifest's parts and no other.</summary>
internal static class RunFolder
{
    private const int MostNamed = 3;

    /// <summary>Throws where Athena would read what the manifest does not list.</summary>
    /// <param name="store">Where the folder is.</param>
    /// <param name="partition">The run's files of a table.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CtiException">RefusedByWarehouse: there are other files.</exception>
    public static async Task RequireAsync(IObjectStore store, RunPartition partition, CancellationToken cancellationToken)
    {
        HashSet<string> parts = [.. partition.Source.Manifest.Outputs.Select((ManifestOutput o) => o.Uri)];
        List<string> others = [];
        await foreach (ObjectInfo file in store.ListAsync(partition.Location, cancellationToken).ConfigureAwait(false))
        {
            if (!parts.Contains(file.Uri))
                others.Add(file.Uri);
        }

        if (others.Count > 0)
        {
            throw new CtiException(
                FailureKind.RefusedByWarehouse,
                "load",
                $"{partition.Location} holds {others.Count} files that {partition.Source.Uri} does not list, and Athena would read them too: {string.Join(", ", others.Take(MostNamed))}; nothing was registered. Delete them, or run the extract again under another run key.");
        }
    }
}
