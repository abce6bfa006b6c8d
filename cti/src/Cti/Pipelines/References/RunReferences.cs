using System.Globalization;
using System.Text;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Quality.References;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Records.Raw;
using Cti.Sources;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Reading;

namespace Cti.Pipelines.References;

/// <summary>What runs have written, by their manifests' newest revisions; and what they rejected, by their quarantines.</summary>
/// <param name="place">A manifest, a run's folder, or the output of many runs.</param>
/// <param name="store">Where they are.</param>
/// <param name="sources">Reads rejected records.</param>
/// <param name="engine">What the reader of parts may use.</param>
internal sealed class RunReferences(string place, IObjectStore store, IRecordSourceFactory sources, DuckDbOptions engine) : IReferences
{
    private readonly Dictionary<string, IReadOnlyList<FoundRun>> _runs = [];

    /// <inheritdoc/>
    public async Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken) =>
        string.Join('\n', (await RunsAsync(dataset, cancellationToken).ConfigureAwait(false)).Select(StateOf));

    /// <inheritdoc/>
    public async Task FindAsync(Dataset dataset, ForeignKeySet keys, CancellationToken cancellationToken)
    {
        IReadOnlyList<FoundRun> runs = await RunsAsync(dataset, cancellationToken).ConfigureAwait(false);
        if (runs.Any(r => r.Manifest.Outputs.Count > 0))
        {
            using PartKeys reader = PartKeys.Open(store, engine);
            RevisionWatch watch = new(store);
            foreach (FoundRun run in runs)
                await watch.ReadAsync([(run.Uri, run.Manifest)], () => ReadPartsAsync(reader, dataset, run.Manifest, keys, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (keys.KnownCount == keys.WantedCount)
            return;
        foreach (FoundRun run in runs.Where(r => r.Manifest.Rejects.Parts.Count > 0))
            await FindRejectedAsync(dataset, run.Manifest, keys, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> ReadPartsAsync(PartKeys reader, Dataset dataset, Manifest manifest, ForeignKeySet keys, CancellationToken cancellationToken)
    {
        foreach (ManifestOutput part in manifest.Outputs)
            await reader.ReadAsync(dataset.Tables[0], part, keys.AddKnown, cancellationToken).ConfigureAwait(false);
        return manifest.Outputs.Count;
    }

    private static string StateOf(FoundRun run)
    {
        IEnumerable<string> parts = run.Manifest.Outputs.Select(o => o.Sha256).Concat(run.Manifest.Rejects.Parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Uri} {p.Bytes}")));
        return string.Create(CultureInfo.InvariantCulture, $"{run.Uri} {run.Manifest.Revision} {string.Join(' ', parts)}");
    }

    private async Task<IReadOnlyList<FoundRun>> RunsAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        if (!_runs.TryGetValue(dataset.Name, out IReadOnlyList<FoundRun>? runs))
            _runs[dataset.Name] = runs = await new RunListing(store).FindAsync(place, m => m.Dataset == dataset.Name ? Needed(m, dataset) : null, cancellationToken).ConfigureAwait(false);
        return runs;
    }

    // Years of hours are many manifests: only what is read later is kept of each.
    private static Manifest Needed(Manifest manifest, Dataset dataset) => manifest with
    {
        Inputs = [.. manifest.Inputs.Where(i => i.Counts.Rejected > 0)],
        Outputs = [.. manifest.Outputs.Where(o => o.Table == dataset.Tables[0].Name).Select(o => o with { Schema = [] })],
    };

    private async Task FindRejectedAsync(Dataset dataset, Manifest manifest, ForeignKeySet keys, CancellationToken cancellationToken)
    {
        List<ObjectInfo> parts = [];
        foreach (RejectPart part in manifest.Rejects.Parts)
        {
            // A quarantine may have been cleared: then nobody knows any more what was rejected.
            if (await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false) is { } found)
                parts.Add(found);
        }

        ColumnDefinition column = dataset.Tables[0].Columns.Single(c => c.Name == dataset.Tables[0].Key[0]);
        int field = dataset.RawFields.ToList().IndexOf(column.Name);
        IRecordSource source = sources.OpenReplay(dataset, ReplayOrigin.Of([manifest], [parts], onlyReferences: false));
        await using (source.ConfigureAwait(false))
        {
            while (await source.ReadAsync(cancellationToken).ConfigureAwait(false) is { } block)
            {
                RawBatch batch = source.Parse(block);
                for (int record = 0; record < batch.RecordCount; record++)
                {
                    FieldSlice slice = batch.Fields[field][record];
                    if (slice.Length > 0 && KeyOf(Encoding.UTF8.GetString(batch.Buffer, slice.Start, slice.Length), column) is { } key)
                        keys.AddRejected(Encoding.UTF8.GetBytes(key));
                }

                source.Recycle(batch);
            }
        }
    }

    // In the normal form in which others refer to it.
    private static string? KeyOf(string raw, ColumnDefinition column)
    {
        RawText text = new([column.Name], [raw]);
        return column.Type == ColumnType.Int32 ? text.Whole(0)?.ToString(CultureInfo.InvariantCulture) : text.Trimmed(0);
    }
}
