using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Sinks.Parquet;
using Cti.Sinks.Runs;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Reading;

namespace Cti.Pipelines.Rewriting;

/// <summary>Writes a part anew, with some of its rows changed or left out, and its <c>_lines</c> with it.</summary>
/// <remarks>What comes out depends on what the part holds and on the change alone: the same bytes at any number of threads and any memory.</remarks>
/// <param name="store">Where parts are.</param>
/// <param name="parquet">How files are written.</param>
/// <param name="sources">URIs of the run's input objects, in order.</param>
/// <param name="engine">Reads Parquet.</param>
/// <param name="scratch">A local folder for parts that have to be fetched.</param>
internal sealed class PartRewriter(IObjectStore store, ParquetWriterOptions parquet, IReadOnlyList<string> sources, PartReader engine, string scratch)
{
    /// <summary>Rows of a row group: about those of a block of the input.</summary>
    private const int BatchRows = 32_768;

    private readonly Dictionary<string, int> _indexes = sources.Select((uri, i) => (uri, i)).ToDictionary(s => s.uri, s => s.i, StringComparer.Ordinal);

    /// <summary>Writes a part anew.</summary>
    /// <param name="part">The part as it is.</param>
    /// <param name="table">Its table.</param>
    /// <param name="layout">The places of the run that gets it.</param>
    /// <param name="number">The number that it gets there.</param>
    /// <param name="change">Is shown each batch in order, with the index in the part of its first row; states that are neither kept nor reassigned leave a row out.</param>
    /// <param name="cancellationToken">Ends it; nothing is seen of half a part.</param>
    /// <returns>What the manifest says of it; null where no row is left: then nothing was written.</returns>
    public Task<ManifestOutput?> RewriteAsync(
        ManifestOutput part, TableDefinition table, RunLayout layout, int number, Action<RecordBatch, long> change, CancellationToken cancellationToken) => RewriteAsync(
        part, table, token => OpenPart.CreateAsync(store, layout, table.Name, number, TableSchema.Of(table), parquet, token), change, cancellationToken);

    /// <summary>Writes a part anew, row for row, to a place of its own; its <c>_lines</c> stay as they are.</summary>
    public async Task<ManifestOutput> ReplaceAsync(ManifestOutput part, TableDefinition table, string uri, Action<RecordBatch, long> change, CancellationToken cancellationToken)
    {
        ManifestOutput? written = await RewriteAsync(
            part, table, token => OpenPart.ReplaceAsync(store, uri, table.Name, TableSchema.Of(table), parquet, token), change, cancellationToken).ConfigureAwait(false);
        return written! with { Lines = part.Lines };
    }

    private async Task<ManifestOutput?> RewriteAsync(
        ManifestOutput part, TableDefinition table, Func<CancellationToken, Task<OpenPart>> open, Action<RecordBatch, long> change, CancellationToken cancellationToken)
    {
        using StagedParts local = await StagedParts.FetchAsync(store, [part], scratch, cancellationToken).ConfigureAwait(false);
        LineOrigins origins = new(_indexes);
        await using (origins.ConfigureAwait(false))
        {
            await origins.OpenAsync(store, part.Lines, cancellationToken).ConfigureAwait(false);
            try
            {
                using DuckDbStream rows = engine.Rows(table, local.Files[0], part.Uri, cancellationToken);
                return await RewriteAsync(part, table, open, new Rows(rows, origins, new ColumnFiller(table)), change, cancellationToken).ConfigureAwait(false);
            }
            catch (DuckDbException e)
            {
                throw DuckDbFailures.Of(e, "read", part.Uri);
            }
        }
    }

    private async Task<ManifestOutput?> RewriteAsync(
        ManifestOutput part, TableDefinition table, Func<CancellationToken, Task<OpenPart>> begin, Rows rows, Action<RecordBatch, long> change, CancellationToken cancellationToken)
    {
        using RowGroupBuilder builder = new(table, parquet, sources);
        RecordBatch batch = new(table);
        OpenPart? open = null;
        try
        {
            for (long first = 0; first < part.Rows; first += batch.RowCount)
            {
                batch.Reset((int)Math.Min(BatchRows, part.Rows - first), 0);
                await rows.FillAsync(batch, part.Uri, cancellationToken).ConfigureAwait(false);
                change(batch, first);
                using EncodedRows encoded = builder.Build(batch);
                if (encoded.Group.Rows == 0)
                    continue;
                open ??= await begin(cancellationToken).ConfigureAwait(false);
                await open.AppendAsync(encoded, cancellationToken).ConfigureAwait(false);
            }

            return open is null ? null : await open.CloseAsync(table, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (open is not null)
                await open.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The rows of a part, taken over batch by batch whatever the engine's chunks are.</summary>
    private sealed class Rows(DuckDbStream stream, LineOrigins origins, ColumnFiller columns)
    {
        private DuckDbChunk _chunk;
        private int _left;

        public async Task FillAsync(RecordBatch batch, string uri, CancellationToken cancellationToken)
        {
            for (int filled = 0; filled < batch.RowCount;)
            {
                if (_left == 0)
                {
                    if (!stream.Next(out _chunk, cancellationToken))
                        throw CtiException.Usage("read", $"{uri} holds fewer rows than the manifest says; run the extract again under another run key.");
                    _left = _chunk.Rows;
                }

                int rows = Math.Min(_left, batch.RowCount - filled);
                columns.Copy(_chunk, _chunk.Rows - _left, batch, filled, rows);
                filled += rows;
                _left -= rows;
            }

            await origins.FillAsync(batch).ConfigureAwait(false);
        }
    }
}
