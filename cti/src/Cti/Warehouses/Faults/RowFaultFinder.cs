using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.PreFlight;
using Cti.Warehouses.Reading;

namespace Cti.Warehouses.Faults;

/// <summary>Names the rows that made a warehouse refuse a load, down to source file and line.</summary>
/// <param name="reader">Reads parts.</param>
/// <param name="store">Where parts and their <c>_lines</c> are.</param>
/// <param name="scratch">A local folder for fetched parts.</param>
internal sealed class RowFaultFinder(PartReader reader, IObjectStore store, string scratch)
{
    /// <summary>Rows named at most: enough to see what is wrong.</summary>
    public const int Most = 5;

    private readonly LinesReader _lines = new(store);

    /// <summary>The row that the warehouse itself named.</summary>
    /// <param name="part">Its part.</param>
    /// <param name="row">The row in it, from 1.</param>
    /// <param name="reason">Why, without the value.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RowAtFault> AtAsync(ManifestOutput part, long row, string reason, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, LineOrigin> origins = await _lines.FindAsync(part.Lines, [row], cancellationToken).ConfigureAwait(false);
        return new RowAtFault(part.Uri, row, origins.TryGetValue(row, out LineOrigin origin) ? origin : null, reason);
    }

    /// <summary>The first rows of the parts that break the table's rules, where the warehouse named none.</summary>
    /// <param name="table">The declaration.</param>
    /// <param name="live">The table that is there.</param>
    /// <param name="parts">The parts to look at, in order.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Up to <see cref="Most"/>; none where every value fits what is known of the table.</returns>
    /// <exception cref="Failures.CtiException">A part is not there any more, or cannot be read.</exception>
    public async Task<IReadOnlyList<RowAtFault>> ScanAsync(TableDefinition table, LiveTable live, IEnumerable<ManifestOutput> parts, CancellationToken cancellationToken)
    {
        List<RowAtFault> found = [];
        foreach (ManifestOutput part in parts)
        {
            if (found.Count == Most)
                break;
            using StagedParts local = await StagedParts.FetchAsync(store, [part], scratch, cancellationToken).ConfigureAwait(false);
            if (RowScanSql.Find(table.Columns, live, local.Files[0], Most - found.Count) is { } sql)
                found.AddRange(await ResolveAsync(part, Query(sql, part.Uri, cancellationToken), cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private async Task<IEnumerable<RowAtFault>> ResolveAsync(ManifestOutput part, QueryTable rows, CancellationToken cancellationToken)
    {
        if (rows.Rows.Count == 0)
            return [];
        IReadOnlyDictionary<long, LineOrigin> origins = await _lines.FindAsync(part.Lines, rows.Rows.Select(r => (long)r[0]!), cancellationToken).ConfigureAwait(false);
        return rows.Rows.Select(r => new RowAtFault(part.Uri, (long)r[0]!, origins.TryGetValue((long)r[0]!, out LineOrigin origin) ? origin : null, (string)r[1]!));
    }

    private QueryTable Query(string sql, string uri, CancellationToken cancellationToken)
    {
        try
        {
            return reader.Query(sql, cancellationToken);
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "load", uri);
        }
    }
}
