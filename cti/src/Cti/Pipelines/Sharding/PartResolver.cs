using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Rewriting;
using Cti.Quality.Deduplication;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Sinks.Runs;

namespace Cti.Pipelines.Sharding;

/// <summary>Brings the parts of all shards into the run's own places: as they are, or written anew where rows of them change or go.</summary>
/// <param name="store">Where parts are.</param>
/// <param name="shards">The shards.</param>
/// <param name="dataset">Their dataset.</param>
/// <param name="layout">The run's places.</param>
/// <param name="rewriter">Writes parts anew.</param>
internal sealed class PartResolver(IObjectStore store, ShardSet shards, Dataset dataset, RunLayout layout, PartRewriter rewriter)
{
    private const int CopiesAtOnce = 8;

    private readonly NewIds _newIds = new(dataset);
    private readonly List<ManifestOutput?> _parts = [];
    private readonly List<(int At, ManifestOutput Part, int Number)> _copies = [];

    /// <summary>Parts that were written anew.</summary>
    public int Rewritten { get; private set; }

    /// <summary>Brings them there.</summary>
    /// <param name="fates">The rows that do not stay as they are, in order.</param>
    /// <param name="cancellationToken">Ends it; doing it again gives the same bytes at the same places.</param>
    /// <returns>The run's parts, by table, in order.</returns>
    public async Task<IReadOnlyList<ManifestOutput>> RunAsync(IEnumerable<RowFate> fates, CancellationToken cancellationToken)
    {
        using IEnumerator<RowFate> next = fates.GetEnumerator();
        FateCursor<RowFate> cursor = new(next, fate => fate.Place);
        for (int table = 0; table < dataset.Tables.Count; table++)
            await TakeTableAsync(table, cursor, cancellationToken).ConfigureAwait(false);
        ParallelOptions options = new() { MaxDegreeOfParallelism = CopiesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_copies, options, async (copy, token) =>
            _parts[copy.At] = await CopyAsync(copy.Part, copy.Number, token).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. _parts.OfType<ManifestOutput>()];
    }

    private async Task TakeTableAsync(int table, FateCursor<RowFate> cursor, CancellationToken cancellationToken)
    {
        TableDefinition definition = dataset.Tables[table];
        int number = 0;
        for (int shard = 0; shard < shards.Sources.Count; shard++)
        {
            ulong first = RowFate.PlaceOf(table, shard, 0);
            foreach (ManifestOutput part in shards.Sources[shard].Manifest.Outputs.Where(o => o.Table == definition.Name))
            {
                ulong end = first + (ulong)part.Rows;
                if (cursor.IsBefore(end))
                    number += await RewriteAsync(part, definition, number, cursor, first, cancellationToken).ConfigureAwait(false) ? 1 : 0;
                else if (part.Rows > 0)
                    Copy(part, number++);
                first = end;
            }
        }

        // A run without rows has a part without rows, so that its schema is known. The first shard has one then: of those it has, some would be left.
        if (number == 0)
            Copy(shards.Sources[0].Manifest.Outputs.First(o => o.Table == definition.Name && o.Rows == 0), 0);
    }

    private async Task<bool> RewriteAsync(ManifestOutput part, TableDefinition table, int number, FateCursor<RowFate> cursor, ulong first, CancellationToken cancellationToken)
    {
        ManifestOutput? rewritten = await rewriter.RewriteAsync(part, table, layout, number, (batch, row) => Change(batch, cursor, first + (ulong)row), cancellationToken).ConfigureAwait(false);
        Rewritten++;
        if (rewritten is not null)
            _parts.Add(rewritten);
        return rewritten is not null;
    }

    private void Change(RecordBatch batch, FateCursor<RowFate> cursor, ulong first)
    {
        while (cursor.TryTake(first + (ulong)batch.RowCount, out RowFate fate))
        {
            int row = (int)(fate.Place - first);
            if (fate.Reassigned == 1)
                _newIds.Reassign(batch, row);
            else
                batch.States[row] = RowState.Duplicate;
        }
    }

    private void Copy(ManifestOutput part, int number)
    {
        _copies.Add((_parts.Count, part, number));
        _parts.Add(null);
    }

    private async Task<ManifestOutput> CopyAsync(ManifestOutput part, int number, CancellationToken cancellationToken)
    {
        ManifestOutput copy = part with { Uri = layout.Part(part.Table, number), Lines = layout.Lines(part.Table, number) };
        await CopyAsync(part.Uri, part.Bytes, copy.Uri, cancellationToken).ConfigureAwait(false);
        await CopyAsync(part.Lines, null, copy.Lines, cancellationToken).ConfigureAwait(false);
        return copy;
    }

    private async Task CopyAsync(string from, long? bytes, string to, CancellationToken cancellationToken)
    {
        ObjectInfo? info = await store.StatAsync(from, cancellationToken).ConfigureAwait(false);
        if (info is null || (bytes is { } expected && info.Size != expected))
            throw CtiException.Usage("load", $"{from} is missing or of another size than its shard's manifest says; run the shard again.");
        await store.CopyAsync(info, to, cancellationToken).ConfigureAwait(false);
    }
}
