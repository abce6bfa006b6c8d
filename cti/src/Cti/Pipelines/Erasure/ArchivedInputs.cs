using System.Runtime.CompilerServices;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Archiving;
using Cti.Pipelines.Erasure.Files;
using Cti.Pipelines.Extraction;
using Cti.Records;
using Cti.Sinks.Runs;

namespace Cti.Pipelines.Erasure;

/// <summary>The raw objects that were moved to archives: what each holds, and when it arrived.</summary>
/// <remarks>The archive that the command names is searched as a whole. Wherever else runs say that their inputs went is searched too: persons are erased where the tool
/// has put them, whether or not somebody remembers the place.</remarks>
/// <param name="store">Where everything is.</param>
/// <param name="output">The folder of all runs, without a trailing slash.</param>
/// <param name="archive">The archive that is named, without a trailing slash; null for none.</param>
/// <param name="manifests">The runs whose inputs were moved.</param>
internal sealed class ArchivedInputs(IObjectStore store, string output, string? archive, IReadOnlyCollection<Manifest> manifests)
{
    private readonly SortedSet<string> _places = new(StringComparer.Ordinal);

    /// <summary>The archives where objects were found, once they are listed.</summary>
    public IReadOnlyCollection<string> Places => _places;

    /// <summary>The objects of datasets that hold something about persons, each once.</summary>
    public async IAsyncEnumerable<(Dataset Dataset, ObjectInfo Info, long ArrivedAt)> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        if (archive is not null)
        {
            await foreach ((Dataset dataset, ObjectInfo info, long arrivedAt) in NamedAsync(archive, cancellationToken).ConfigureAwait(false))
            {
                seen.Add(info.Uri);
                yield return (dataset, info, arrivedAt);
            }
        }

        ILookup<string, string> moving = await MovingAsync(cancellationToken).ConfigureAwait(false);
        foreach (Manifest manifest in manifests)
        {
            if (DatasetCatalog.Find(manifest.Dataset) is not { PersonalFields.Count: > 0 } dataset)
                continue;
            foreach ((ManifestInput input, string archived) in await MovedAsync(manifest, moving[manifest.Run], cancellationToken).ConfigureAwait(false))
            {
                if (!seen.Add(archived) || await store.StatAsync(archived, cancellationToken).ConfigureAwait(false) is not { } info)
                    continue;
                int place = archived.IndexOf($"/{manifest.Dataset}/run={manifest.Run}/", StringComparison.Ordinal);
                _places.Add(place < 0 ? archived : archived[..place]);
                yield return (dataset, info, RowArrivals.Of(manifest, input));
            }
        }
    }

    private async IAsyncEnumerable<(Dataset Dataset, ObjectInfo Info, long ArrivedAt)> NamedAsync(string place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, long> arrivals = [];
        foreach (Manifest manifest in manifests)
        {
            foreach (ManifestInput input in manifest.Inputs)
                arrivals[Archiver.TargetOf(place, manifest, input.Uri)] = RowArrivals.Of(manifest, input);
        }

        _places.Add(place);
        foreach (Dataset dataset in DatasetCatalog.All.Where(d => d.PersonalFields.Count > 0))
        {
            List<ObjectInfo> found = await store.ListAsync($"{place}/{dataset.Name}/", cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (ObjectInfo info in found)
                yield return (dataset, info, arrivals.TryGetValue(info.Uri, out long arrived) ? arrived : Arrival.Of(info));
        }
    }

    /// <summary>By run, the archives that its inputs are on the way to: a killed command left copies and no record yet.</summary>
    private async Task<ILookup<string, string>> MovingAsync(CancellationToken cancellationToken)
    {
        List<ArchiveMarker> markers = [];
        List<ObjectInfo> found = await store.ListAsync(ArchiveMarkers.FolderOf(output), cancellationToken).Where(ArchiveMarkers.IsPending).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (ObjectInfo marker in found)
        {
            if (await ArchiveRecords.TryReadMarkerAsync(store, marker.Uri, cancellationToken).ConfigureAwait(false) is { } moving)
                markers.Add(moving);
        }

        return markers.ToLookup(m => m.Run, m => m.Archive.TrimEnd('/'), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<(ManifestInput Input, string Archived)>> MovedAsync(Manifest manifest, IEnumerable<string> moving, CancellationToken cancellationToken)
    {
        List<(ManifestInput Input, string Archived)> moved = [.. moving.SelectMany(place => manifest.Inputs.Select(input => (input, Archiver.TargetOf(place, manifest, input.Uri))))];
        if (await ArchiveRecords.TryReadAsync(store, new RunLayout(output, manifest.Run).Archive, cancellationToken).ConfigureAwait(false) is not { } record)
            return moved;
        Dictionary<string, ManifestInput> inputs = manifest.Inputs.DistinctBy(i => i.Uri).ToDictionary(i => i.Uri, StringComparer.Ordinal);
        moved.AddRange(record.Objects.Where(o => inputs.ContainsKey(o.Uri)).Select(o => (inputs[o.Uri], o.Archived)));
        return moved;
    }
}
