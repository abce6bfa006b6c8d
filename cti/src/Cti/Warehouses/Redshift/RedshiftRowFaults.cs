using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Faults;
using Cti.Warehouses.PreFlight;
using Cti.Warehouses.Reading;

namespace Cti.Warehouses.Redshift;

/// <summary>Rows that COPY refused as the program's failure: as Redshift names them, else found in the parts.</summary>
/// <param name="store">Where parts and their <c>_lines</c> are.</param>
/// <param name="engine">What reads parts, and within which bounds.</param>
internal sealed class RedshiftRowFaults(IObjectStore store, DuckDbOptions engine)
{
    /// <summary>The failure.</summary>
    /// <param name="failure">What COPY said.</param>
    /// <param name="errors">What Redshift noted of it.</param>
    /// <param name="source">The run.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="live">The table that is there.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<CtiException> OfAsync(
        RedshiftException failure, IReadOnlyList<LoadError> errors, LoadSource source, TableDefinition table, LiveTable live, CancellationToken cancellationToken)
    {
        ManifestOutput[] parts = [.. source.Manifest.Outputs.Where(o => o.Table == table.Name)];
        IReadOnlyList<RowAtFault> rows = await NamedAsync(errors, parts, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            ManifestOutput[] named = [.. parts.Where(p => errors.Any(e => e.File == p.Uri) || failure.Message.Contains(p.Uri, StringComparison.Ordinal))];
            rows = await ScanAsync(table, live, named.Length > 0 ? named : parts, cancellationToken).ConfigureAwait(false);
        }

        string said = RedshiftFailures.Short(string.Join(' ', errors.Select(e => e.Reason).Distinct().Append(failure.Message)));
        string where = rows.Count > 0 ? string.Join("; ", rows) : $"{said}; every value fits what is known of the table";
        return new CtiException(FailureKind.RefusedByWarehouse, "load", $"table {live.Target} refused {source.Uri}, and nothing was changed: {where}. Correct the record or the table, and extract again.", failure);
    }

    /// <summary>How many rows of a table a run's parts really hold.</summary>
    /// <param name="source">The run.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="condition">Which rows, in the embedded engine's SQL; null for all.</param>
    /// <param name="cancellationToken">Stops the count.</param>
    public async Task<long> CountAsync(LoadSource source, TableDefinition table, string? condition, CancellationToken cancellationToken)
    {
        ManifestOutput[] parts = [.. source.Manifest.Outputs.Where(o => o.Table == table.Name)];
        if (parts.Length == 0)
            return 0;
        using ScratchFolder scratch = new(engine.SpillFolder);
        using StagedParts local = await StagedParts.FetchAsync(store, parts, scratch.Path, cancellationToken).ConfigureAwait(false);
        using PartReader reader = PartReader.Open(engine, scratch.Path);
        try
        {
            return (long)reader.Query($"SELECT count(*) FROM {PartSql.From(local.Files)}{(condition is null ? "" : " WHERE " + condition)}", cancellationToken).Rows[0][0]!;
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "load", parts[0].Uri);
        }
    }

    private async Task<IReadOnlyList<RowAtFault>> NamedAsync(IReadOnlyList<LoadError> errors, ManifestOutput[] parts, CancellationToken cancellationToken)
    {
        LinesReader lines = new(store);
        List<RowAtFault> rows = [];
        foreach (LoadError error in errors.Where(e => e.Row > 0))
        {
            if (parts.FirstOrDefault(p => p.Uri == error.File) is not { } part)
                continue;
            IReadOnlyDictionary<long, LineOrigin> origins = await lines.FindAsync(part.Lines, [error.Row], cancellationToken).ConfigureAwait(false);
            string reason = error.Column.Length > 0 ? $"{error.Column}: {error.Reason}" : error.Reason;
            rows.Add(new RowAtFault(part.Uri, error.Row, origins.TryGetValue(error.Row, out LineOrigin origin) ? origin : null, reason));
        }

        return rows;
    }

    private async Task<IReadOnlyList<RowAtFault>> ScanAsync(TableDefinition table, LiveTable live, ManifestOutput[] parts, CancellationToken cancellationToken)
    {
        using ScratchFolder scratch = new(engine.SpillFolder);
        using PartReader reader = PartReader.Open(engine, scratch.Path);
        return await new RowFaultFinder(reader, store, scratch.Path).ScanAsync(table, live, parts, cancellationToken).ConfigureAwait(false);
    }
}
