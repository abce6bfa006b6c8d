using Cti.Failures;
using Cti.Manifests;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>Brings a run's rows into one table, inside the transaction that the caller holds.</summary>
internal sealed class PostgresTableLoad(PostgresSession session, PostgresLoadSql sql, PostgresCopy copy)
{
    /// <summary>From so many rows on, an empty table's indexes are quicker to make afterwards than to keep.</summary>
    private const long LargeRows = 100_000;

    /// <summary>Dropping an index waits for whoever reads the table; after this long the indexes stay.</summary>
    private const string IndexLockTimeout = "5s";

    /// <summary>Loads a run.</summary>
    /// <param name="mode">How.</param>
    /// <param name="month">With replace: the month.</param>
    /// <param name="source">The run.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CtiException">RefusedByWarehouse or Usage: the files do not hold what the manifest says.</exception>
    /// <exception cref="PartRefusedException">The server refused values.</exception>
    public async Task<LedgerEntry> LoadAsync(LoadMode mode, string? month, LoadSource source, CancellationToken cancellationToken)
    {
        if (await session.CountAsync(sql.HasRows, cancellationToken).ConfigureAwait(false) == 0)
            return await LoadEmptyAsync(month, source, cancellationToken).ConfigureAwait(false);

        await session.ExecuteAsync(sql.CreateStaging, cancellationToken).ConfigureAwait(false);
        await copy.SendAsync(sql.CopyToStaging, sql.Table, PartsOf(source), cancellationToken).ConfigureAwait(false);
        long expected = source.Manifest.RowsOf(sql.Table.Name);
        Require(expected, await session.CountAsync(PostgresLoadSql.CountStaged, cancellationToken).ConfigureAwait(false), source, "staged");
        await session.ExecuteAsync(PostgresLoadSql.AnalyzeStaging, cancellationToken).ConfigureAwait(false);

        (long updated, long ignored) = mode switch
        {
            LoadMode.Merge => await MakeRoomByKeyAsync(cancellationToken).ConfigureAwait(false),
            LoadMode.Replace => await MakeRoomAsync(month, source, cancellationToken).ConfigureAwait(false),
            _ => (0, 0),
        };
        long written = await InsertAsync(keepNewer: ignored > 0, cancellationToken).ConfigureAwait(false);
        Require(expected, written + ignored, source, "written or left as older");
        await session.ExecuteAsync(PostgresLoadSql.DropStaging, cancellationToken).ConfigureAwait(false);
        return new LedgerEntry(source.Manifest.Run, expected, written - updated, updated, ignored);
    }

    // Whatever the mode, an empty table takes all rows: they need no staging, and its indexes are made once, at the end.
    private async Task<LedgerEntry> LoadEmptyAsync(string? month, LoadSource source, CancellationToken cancellationToken)
    {
        long expected = source.Manifest.RowsOf(sql.Table.Name);
        IReadOnlyList<string> indexes = expected >= LargeRows ? await DropIndexesAsync(cancellationToken).ConfigureAwait(false) : [];
        await copy.SendAsync(sql.CopyToTarget, sql.Table, PartsOf(source), cancellationToken).ConfigureAwait(false);
        Require(expected, await session.CountAsync(sql.CountTarget, cancellationToken).ConfigureAwait(false), source, "staged");
        if (month is not null)
            await CheckMonthAsync(month, sql.Target, source, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(indexes, cancellationToken).ConfigureAwait(false);
        return new LedgerEntry(source.Manifest.Run, expected, expected, 0, 0);
    }

    private async Task<IReadOnlyList<string>> DropIndexesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Name, string Definition)> indexes = await PostgresCatalog.IndexesAsync(session, sql.Target, cancellationToken).ConfigureAwait(false);
        if (indexes.Count == 0)
            return [];
        await session.ExecuteAsync($"SAVEPOINT indexes; SET LOCAL lock_timeout = '{IndexLockTimeout}'", cancellationToken).ConfigureAwait(false);
        try
        {
            await session.ExecuteAsync(indexes.Select(i => $"DROP INDEX {i.Name}"), cancellationToken).ConfigureAwait(false);
            // Rolling back would restore the setting too: only here it has to be put back.
            await session.ExecuteAsync("RESET lock_timeout; RELEASE SAVEPOINT indexes", cancellationToken).ConfigureAwait(false);
            return [.. indexes.Select(i => i.Definition)];
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DependentObjectsStillExist)
        {
            await session.ExecuteAsync("ROLLBACK TO SAVEPOINT indexes", cancellationToken).ConfigureAwait(false);
            return [];
        }
    }

    private async Task<(long Updated, long Ignored)> MakeRoomByKeyAsync(CancellationToken cancellationToken)
    {
        if (sql.ReplacesByKey)
            return (await session.CountAsync(sql.DeleteByKey, cancellationToken).ConfigureAwait(false), 0);
        long ignored = sql.Table.VersionColumn is null ? 0 : await session.CountAsync(sql.CountIgnored, cancellationToken).ConfigureAwait(false);
        long matched = await session.CountAsync(sql.CountMatched(month: null), cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(sql.DeleteReplaced, cancellationToken).ConfigureAwait(false);
        return (matched - ignored, ignored);
    }

    private async Task<(long Updated, long Ignored)> MakeRoomAsync(string? month, LoadSource source, CancellationToken cancellationToken)
    {
        if (month is not null)
            await CheckMonthAsync(month, PostgresLoadSql.Staging, source, cancellationToken).ConfigureAwait(false);
        long updated = await session.CountAsync(sql.CountMatched(month), cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(month is null ? sql.DeleteAll : sql.DeleteMonth(month), cancellationToken).ConfigureAwait(false);
        return (updated, 0);
    }

    private async Task<long> InsertAsync(bool keepNewer, CancellationToken cancellationToken)
    {
        try
        {
            return await session.ExecuteAsync(sql.Insert(keepNewer), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (PostgresFailures.IsAboutRows(e))
        {
            throw new PartRefusedException(part: null, e);
        }
    }

    private async Task CheckMonthAsync(string month, string rows, LoadSource source, CancellationToken cancellationToken)
    {
        long outside = await session.CountAsync(sql.CountOutside(month, rows), cancellationToken).ConfigureAwait(false);
        if (outside > 0)
            throw LoadFaults.OutsideMonth(source, sql.Name, month, outside);
    }

    private void Require(long expected, long found, LoadSource source, string what)
    {
        if (found != expected)
            throw LoadFaults.OtherCount(source, sql.Name, expected, found, what);
    }

    private ManifestOutput[] PartsOf(LoadSource source) => [.. source.Manifest.Outputs.Where(o => o.Table == sql.Table.Name)];
}
