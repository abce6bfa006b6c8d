using System.Globalization;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Files;
using Cti.Pipelines.Erasure.Raw;
using Cti.Records;
using Cti.Records.Erasing;

namespace Cti.Pipelines.Erasure;

/// <summary>Erases persons in the files of a committed run: new files under new names, then the manifest's next revision, then the old files go.</summary>
/// <param name="work">The erasure.</param>
/// <param name="manifests">Reads and replaces manifests.</param>
internal sealed class RunEraser(ErasureWork work, ManifestStore manifests)
{
    /// <summary>Erases a run's files.</summary>
    /// <param name="info">Its manifest.</param>
    /// <param name="cancellationToken">Ends it; the run is then as it was, or erased.</param>
    /// <returns>The manifest as it is afterwards.</returns>
    /// <exception cref="CtiException">Transient: another erasure replaced the manifest meanwhile.</exception>
    public async Task<Manifest> EraseAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        Manifest manifest = await manifests.ReadAsync(info, cancellationToken).ConfigureAwait(false);
        if (DatasetCatalog.Find(manifest.Dataset) is not { } dataset || !manifest.Inputs.Any(i => RawEraser.MayHold(dataset, i.Uri)))
            return manifest;
        if (RecordMoment.FieldOf(dataset) is null && manifest.Inputs.All(i => RowArrivals.Of(manifest, i) > work.Subjects.LatestRequest))
            return manifest;
        int revision = manifest.Revision + 1;
        List<(string Old, string New)> replaced = [];
        Manifest next = manifest with
        {
            Revision = revision,
            Outputs = await ErasePartsAsync(manifest, dataset, revision, replaced, cancellationToken).ConfigureAwait(false),
            Rejects = manifest.Rejects with { Parts = await EraseRejectsAsync(manifest, dataset, revision, replaced, cancellationToken).ConfigureAwait(false) },
            Erased = [.. manifest.Erased ?? [], work.Key],
        };
        if (replaced.Count == 0)
            return manifest;
        await work.NoteAsync(new ErasureChange("run", info.Uri, 0, [], string.Create(CultureInfo.InvariantCulture, $"revision {revision}")), cancellationToken).ConfigureAwait(false);

        // From here on nobody is led to the old files; who reads one at this moment finds it gone and is told to try again.
        if (!await manifests.ReplaceAsync(info, next, cancellationToken).ConfigureAwait(false))
            throw CtiException.Transient("erase", $"{info.Uri} was changed by another process meanwhile; run the erasure again.");
        foreach ((string old, _) in replaced)
            await work.Store.DeleteAsync(old, cancellationToken).ConfigureAwait(false);
        return next;
    }

    private async Task<IReadOnlyList<ManifestOutput>> ErasePartsAsync(
        Manifest manifest, Dataset dataset, int revision, List<(string Old, string New)> replaced, CancellationToken cancellationToken)
    {
        List<ManifestOutput> outputs = [];
        foreach (ManifestOutput part in manifest.Outputs)
        {
            TableEraser? eraser = work.TablesOf(dataset).FirstOrDefault(e => e.Table.Name == part.Table);
            ErasedPart? erased = eraser is null || part.Rows == 0 || await work.FindAsync(part.Uri, manifest.Run, cancellationToken).ConfigureAwait(false) is null
                ? null
                : await work.Parts.EraseAsync(manifest, part, eraser, NameOf(part.Uri, revision, ".parquet"), cancellationToken).ConfigureAwait(false);
            outputs.Add(erased?.New ?? part);
            if (erased is null)
                continue;
            replaced.Add((part.Uri, erased.New.Uri));
            await work.NoteAsync(new ErasureChange("part", part.Uri, erased.Rows, ErasureWork.ColumnsOf(eraser!), erased.New.Uri), cancellationToken).ConfigureAwait(false);
        }

        return outputs;
    }

    private async Task<IReadOnlyList<RejectPart>> EraseRejectsAsync(
        Manifest manifest, Dataset dataset, int revision, List<(string Old, string New)> replaced, CancellationToken cancellationToken)
    {
        RejectOrigins origins = new(manifest.Inputs, manifest.Timings.Started);
        List<RejectPart> parts = [];
        foreach (RejectPart part in manifest.Rejects.Parts)
        {
            if (await work.FindAsync(part.Uri, manifest.Run, cancellationToken).ConfigureAwait(false) is not { } info)
            {
                parts.Add(part);
                continue;
            }

            (RejectPart Part, int Rejects)? erased = await work.Rejects.EraseAsync(dataset, info, origins, NameOf(part.Uri, revision, ".jsonl.gz"), cancellationToken).ConfigureAwait(false);
            parts.Add(erased?.Part ?? part);
            if (erased is not { } changed)
                continue;
            replaced.Add((part.Uri, changed.Part.Uri));
            await work.NoteAsync(new ErasureChange("rejects", part.Uri, changed.Rejects, [], changed.Part.Uri), cancellationToken).ConfigureAwait(false);
        }

        return parts;
    }

    /// <summary>The name of a file in a later revision: <c>part-00000.r2.parquet</c>.</summary>
    private static string NameOf(string uri, int revision, string extension)
    {
        string name = uri[..^extension.Length];
        int earlier = name.LastIndexOf(".r", StringComparison.Ordinal);
        if (earlier > name.LastIndexOf('/') && name.AsSpan(earlier + 2).IndexOfAnyExceptInRange('0', '9') < 0)
            name = name[..earlier];
        return string.Create(CultureInfo.InvariantCulture, $"{name}.r{revision}{extension}");
    }
}
