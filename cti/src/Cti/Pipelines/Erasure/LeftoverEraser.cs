using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Files;
using Cti.Records;
using Cti.Records.Erasing;

namespace Cti.Pipelines.Erasure;

/// <summary>Erases persons in files that no manifest lists: of attempts that were cut off, of runs that the gate ended, and old files that a crash left.</summary>
/// <remarks>A part that holds somebody goes: whoever makes its run again writes it anew. Rejects without a run are all that tells of them, so they are written anew.</remarks>
/// <param name="work">The erasure.</param>
/// <param name="manifestStore">Reads what is left of runs that the gate ended.</param>
/// <param name="manifests">The committed runs.</param>
internal sealed class LeftoverEraser(ErasureWork work, ManifestStore manifestStore, IReadOnlyCollection<Manifest> manifests)
{
    private readonly HashSet<string> _listed = [.. manifests.SelectMany(m => m.Outputs.Select(o => o.Uri).Concat(m.Rejects.Parts.Select(p => p.Uri)))];

    /// <summary>Erases all of them.</summary>
    public async Task EraseAsync(CancellationToken cancellationToken)
    {
        List<ObjectInfo> runs = await work.Store.ListAsync($"{work.Output}/_runs/", cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (TableEraser eraser in DatasetCatalog.All.SelectMany(work.TablesOf))
        {
            List<ObjectInfo> parts = await work.Store.ListAsync($"{work.Output}/{eraser.Table.Name}/", cancellationToken).Where(o => o.Uri.Contains("/run=", StringComparison.Ordinal)).ToListAsync(cancellationToken).ConfigureAwait(false);

            // Those of shards lie below their runs.
            parts.AddRange(runs.Where(o => o.Uri.Contains($"/{eraser.Table.Name}/part-", StringComparison.Ordinal)));
            await ErasePartsAsync(eraser, parts.Where(o => o.Uri.EndsWith(".parquet", StringComparison.Ordinal) && !_listed.Contains(o.Uri)), cancellationToken).ConfigureAwait(false);
        }

        await EraseRejectsAsync(runs, cancellationToken).ConfigureAwait(false);
    }

    private async Task ErasePartsAsync(TableEraser eraser, IEnumerable<ObjectInfo> found, CancellationToken cancellationToken)
    {
        foreach (ObjectInfo part in found)
        {
            int rows = await work.Parts.CountAsync(part, eraser, cancellationToken).ConfigureAwait(false);
            if (rows == 0)
                continue;
            await work.NoteAsync(new ErasureChange("leftover", part.Uri, rows, ErasureWork.ColumnsOf(eraser)), cancellationToken).ConfigureAwait(false);
            await work.Store.DeleteAsync(part.Uri, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EraseRejectsAsync(IReadOnlyList<ObjectInfo> runs, CancellationToken cancellationToken)
    {
        HashSet<string> committed = [.. manifests.Select(m => m.Rejects.Uri)];
        foreach (ObjectInfo part in runs.Where(o => o.Uri.Contains("/rejects/", StringComparison.Ordinal) && o.Uri.EndsWith(".jsonl.gz", StringComparison.Ordinal) && !_listed.Contains(o.Uri)))
        {
            string folder = part.Uri[..(part.Uri.LastIndexOf('/') + 1)];
            if (committed.Contains(folder))
            {
                // The manifest lists another file in its place.
                await work.Store.DeleteAsync(part.Uri, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await EraseRejectsAsync(part, folder, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EraseRejectsAsync(ObjectInfo part, string folder, CancellationToken cancellationToken)
    {
        FailedRun? failed = await manifestStore.TryReadFailedAsync(folder[..^"rejects/".Length] + "_failed.json", cancellationToken).ConfigureAwait(false);
        RejectOrigins origins = new(failed?.Inputs ?? [], part.LastModified);
        if (failed is not null && DatasetCatalog.Find(failed.Dataset) is { } dataset)
        {
            if (await work.Rejects.EraseAsync(dataset, part, origins, part.Uri, cancellationToken).ConfigureAwait(false) is { } erased)
                await work.NoteAsync(new ErasureChange("rejects", part.Uri, erased.Rejects, []), cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (Dataset any in DatasetCatalog.All.Where(d => d.PersonalFields.Count > 0))
        {
            if (!await work.Rejects.HasAnyAsync(any, part, origins, cancellationToken).ConfigureAwait(false))
                continue;
            await work.NoteAsync(new ErasureChange("leftover", part.Uri, 1, []), cancellationToken).ConfigureAwait(false);
            await work.Store.DeleteAsync(part.Uri, cancellationToken).ConfigureAwait(false);
            return;
        }
    }
}
