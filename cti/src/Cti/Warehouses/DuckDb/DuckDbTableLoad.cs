using Cti.Failures;
using Cti.Manifests;
using Cti.Warehouses.Reading;

namespace Cti.Warehouses.DuckDb;

/// <summary>Brings a run's staged rows into one table, inside the transaction that the caller holds.</summary>
internal sealed class DuckDbTableLoad(DuckDbConnection connection, DuckDbLoadSql sql, string schema, long memoryBytes)
{
    /// <summary>What DuckDB holds in memory for a row it deletes, until the commit: measured, see ADR 0005.</summary>
    private const int BytesPerDeletedRow = 20;

    /// <summary>Loads the staged files.</summary>
    /// <param name="mode">How.</param>
    /// <param name="month">With replace: the month.</param>
    /// <param name="source">The run, for counts and messages.</param>
    /// <param name="files">Its parts, local.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CtiException">RefusedByWarehouse or Usage: the files do not hold what the manifest says.</exception>
    public LedgerEntry Load(LoadMode mode, string? month, LoadSource source, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        CheckColumns(source, files, cancellationToken);
        connection.Execute(sql.Stage(files), cancellationToken);
        long expected = source.Manifest.RowsOf(sql.Table.Name);
        Require(expected, connection.Count(DuckDbLoadSql.CountStaged, cancellationToken), source, "staged");

        (long updated, long ignored) = mode switch
        {
            LoadMode.Merge => MakeRoomByKey(cancellationToken),
            LoadMode.Replace when month is not null => MakeRoomInMonth(month, source, cancellationToken),
            LoadMode.Replace => MakeRoom(cancellationToken),
            _ => (0, 0),
        };
        long written = connection.Execute(sql.Insert(keepNewer: ignored > 0), cancellationToken);
        // Counting the staged rows reads only the files' own totals; what came through the insert is what was really there.
        Require(expected, written + ignored, source, "written or left as older");
        return new LedgerEntry(source.Manifest.Run, expected, written - updated, updated, ignored);
    }

    private void Require(long expected, long found, LoadSource source, string what)
    {
        if (found != expected)
            throw LoadFaults.OtherCount(source, sql.Name, expected, found, what);
    }

    private (long Updated, long Ignored) MakeRoomByKey(CancellationToken cancellationToken)
    {
        // The first load of a table is the largest: it need not look for keys at all.
        if (connection.Count($"SELECT count(*) FROM (SELECT 1 FROM {sql.Target} LIMIT 1)", cancellationToken) == 0)
            return (0, 0);
        long ignored = sql.Table.VersionColumn is null ? 0 : connection.Count(sql.CountIgnored, cancellationToken);
        connection.Execute(sql.CollectByKey(), cancellationToken);
        long replaced = connection.Count(DuckDbLoadSql.CountReplaced, cancellationToken);
        // Appending may have left several rows with one key: what was updated is counted by staged rows, not by those replaced.
        long updated = replaced == 0 ? 0 : connection.Count(sql.CountMatched(month: null), cancellationToken) - ignored;
        RemoveReplaced(replaced, cancellationToken);
        return (updated, ignored);
    }

    private (long Updated, long Ignored) MakeRoomInMonth(string month, LoadSource source, CancellationToken cancellationToken)
    {
        long outside = connection.Count(sql.CountOutside(month), cancellationToken);
        if (outside > 0)
            throw LoadFaults.OutsideMonth(source, sql.Name, month, outside);

        long updated = connection.Count(sql.CountMatched(month), cancellationToken);
        connection.Execute(sql.CollectByMonth(month), cancellationToken);
        RemoveReplaced(connection.Count(DuckDbLoadSql.CountReplaced, cancellationToken), cancellationToken);
        return (updated, 0);
    }

    private (long Updated, long Ignored) MakeRoom(CancellationToken cancellationToken)
    {
        long updated = connection.Count(sql.CountMatched(month: null), cancellationToken);
        if (DuckDbTables.HasIndexes(connection, schema, sql.Name, cancellationToken))
            connection.Execute(sql.DeleteAll, cancellationToken);
        else
            Execute(sql.Clear(), cancellationToken);
        return (updated, 0);
    }

    private void RemoveReplaced(long rows, CancellationToken cancellationToken)
    {
        bool fits = rows * BytesPerDeletedRow <= memoryBytes / 4;
        if (rows > 0 && (fits || DuckDbTables.HasIndexes(connection, schema, sql.Name, cancellationToken)))
            connection.Execute(sql.DeleteReplaced, cancellationToken);
        else if (rows > 0)
            Execute(sql.RewriteWithoutReplaced(), cancellationToken);
        connection.Execute(DuckDbLoadSql.DropReplaced, cancellationToken);
    }

    private void Execute(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        foreach (string statement in statements)
            connection.Execute(statement, cancellationToken);
    }

    private void CheckColumns(LoadSource source, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        ManifestOutput[] parts = [.. source.Manifest.Outputs.Where(o => o.Table == sql.Table.Name)];
        for (int i = 0; i < files.Count; i++)
            PartColumns.Check(connection, sql.Table, files[i], parts[i].Uri, cancellationToken);
    }
}
