using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Pipelines.Rewriting;
using Cti.Records.Batches;
using Cti.Records.Erasing;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Reading;

namespace Cti.Pipelines.Erasure.Files;

/// <summary>Writes parts anew without the persons who are erased: the same rows in the same order.</summary>
/// <param name="store">Where parts are.</param>
/// <param name="reader">Reads them.</param>
/// <param name="search">Finds the rows.</param>
/// <param name="scratch">A local folder for fetched parts.</param>
/// <param name="createdBy">The program, for the files.</param>
internal sealed class PartEraser(IObjectStore store, PartReader reader, PartSearch search, string scratch, string createdBy)
{
    /// <summary>Writes a part anew where it holds somebody who is erased.</summary>
    /// <param name="manifest">The part's run.</param>
    /// <param name="part">The part.</param>
    /// <param name="eraser">Of its table.</param>
    /// <param name="target">Where the new one goes.</param>
    /// <param name="cancellationToken">Ends it; then nothing is there.</param>
    /// <returns>The new part and how many rows changed; null where none does, and nothing is written.</returns>
    public async Task<ErasedPart?> EraseAsync(Manifest manifest, ManifestOutput part, TableEraser eraser, string target, CancellationToken cancellationToken)
    {
        using StagedParts local = await StagedParts.FetchAsync(store, [part], scratch, cancellationToken).ConfigureAwait(false);
        string file = local.Files[0];
        RowArrivals? arrivals = eraser.ArrivalColumn < 0 ? await RowArrivals.ReadAsync(store, manifest, part, cancellationToken).ConfigureAwait(false) : null;
        try
        {
            Dictionary<long, Subject> rows = search.Find(eraser, file, row => arrivals!.Of(row), cancellationToken);
            if (rows.Count == 0)
                return null;
            ParquetWriterOptions options = new() { Codec = Enum.Parse<ParquetCodec>(manifest.Options.Codec, ignoreCase: true), CreatedBy = createdBy };
            PartRewriter rewriter = new(store, options, [.. manifest.Inputs.Select(i => i.Uri)], reader, scratch);
            BatchEraser batches = new(eraser);
            ManifestOutput written = await rewriter.ReplaceAsync(part, eraser.Table, target, (batch, first) => Erase(batches, batch, first, rows), cancellationToken).ConfigureAwait(false);
            return new ErasedPart(part, written, rows.Count);
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "erase", part.Uri);
        }
    }

    /// <summary>How many rows of a part that no run lists are to be erased.</summary>
    public async Task<int> CountAsync(ObjectInfo info, TableEraser eraser, CancellationToken cancellationToken)
    {
        ManifestOutput part = new() { Table = eraser.Table.Name, Uri = info.Uri, Rows = 0, Bytes = info.Size, Sha256 = StagedParts.AnySha256, Lines = string.Empty, Schema = [] };
        using StagedParts local = await StagedParts.FetchAsync(store, [part], scratch, cancellationToken).ConfigureAwait(false);
        try
        {
            // Nobody can tell when its rows arrived, and nobody needs them.
            return search.Find(eraser, local.Files[0], _ => long.MinValue, cancellationToken).Count;
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "erase", info.Uri);
        }
    }

    private static void Erase(BatchEraser eraser, RecordBatch batch, long first, Dictionary<long, Subject> rows)
    {
        for (int row = 0; row < batch.RowCount; row++)
        {
            if (rows.TryGetValue(first + row, out Subject? subject))
                eraser.Erase(batch, row, subject);
        }
    }
}
