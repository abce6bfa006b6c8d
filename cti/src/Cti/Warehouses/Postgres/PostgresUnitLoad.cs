using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.Faults;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Postgres;

/// <summary>Brings one unit of runs into all tables of a dataset, in one transaction with its ledger rows.</summary>
internal sealed class PostgresUnitLoad(PostgresSession session, PostgresLoadContext context, PostgresCopy copy, RowFaultFinder faults)
{
    /// <summary>The first version that notices a client's end while it works on a statement.</summary>
    private const int ChecksClientFrom = 14;
    private readonly LedgerSql _ledger = new(PostgresDialect.Instance, context.Schema);
    private readonly PostgresTables _tables = new(session, context);

    /// <summary>Loads the unit, or finds it loaded. Where it fails, the session must be closed, which rolls back.</summary>
    /// <returns>One for each table, in the dataset's order.</returns>
    public async Task<IReadOnlyList<TableLoad>> LoadAsync(LoadUnit unit, CancellationToken cancellationToken)
    {
        // Each statement sees what was committed before it, whatever the user's default: the ledger is read after a wait for the lock.
        await session.ExecuteAsync(PostgresLoadSql.Begin, cancellationToken).ConfigureAwait(false);
        // A killed client's transaction would else hold its locks until the statement at hand is done.
        if (session.Version >= ChecksClientFrom)
            await session.ExecuteAsync("SET LOCAL client_connection_check_interval = '2s'", cancellationToken).ConfigureAwait(false);
        await _tables.EnsureLedgerAsync(cancellationToken).ConfigureAwait(false);
        PostgresLoadSql[] tables = [.. context.Dataset.Tables.Select(context.SqlFor)];
        // Before the ledger is read: who waited here then sees what the other load noted. In one order, so that none waits for another in a circle.
        await session.ExecuteAsync(tables.Select(t => t.Lock).Order(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        List<TableLoad> loads = [];
        foreach (PostgresLoadSql sql in tables)
            loads.Add(await LoadTableAsync(unit, sql, cancellationToken).ConfigureAwait(false));
        // The ledger rows are committed with the rows they tell about: a kill before this line leaves neither, after it both.
        await session.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
        return loads;
    }

    private async Task<TableLoad> LoadTableAsync(LoadUnit unit, PostgresLoadSql sql, CancellationToken cancellationToken)
    {
        (LiveTable live, bool made) = await _tables.EnsureAsync(sql, cancellationToken).ConfigureAwait(false);
        // A table that had to be made holds nothing, whatever the ledger remembers of one that was dropped.
        if (made)
            await session.ExecuteAsync(_ledger.Forget(sql.Name), cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, LedgerEntry> known = LedgerSql.Read(await session.QueryAsync(_ledger.Select(sql.Name), cancellationToken).ConfigureAwait(false));
        if (unit.IsIn([.. known.Keys]))
            return TableLoad.Of("postgres", sql.Name, [.. unit.Sources.Select(s => known[s.Manifest.Run])], alreadyLoaded: true);

        foreach (LoadSource source in unit.Sources)
            TablePreFlight.Require(PostgresDialect.Instance, sql.Table, source, live, byPosition: false);
        if (unit.Replaces && unit.Month is null)
            await session.ExecuteAsync(_ledger.Forget(sql.Name), cancellationToken).ConfigureAwait(false);
        List<LedgerEntry> entries = [];
        foreach (LoadSource source in unit.Sources)
        {
            LoadMode mode = unit.Replaces && entries.Count > 0 ? LoadMode.Merge : context.Mode;
            entries.Add(await LoadSourceAsync(mode, unit.Month, source, sql, live, cancellationToken).ConfigureAwait(false));
            if (made && entries.Count == 1)
                await session.ExecuteAsync(sql.CreateIndexes, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(_ledger.Forget(sql.Name, source.Manifest.Run), cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(_ledger.Insert(entries[^1], sql.Name, context.Mode, unit.Month, source, LedgerSql.Tool, context.Clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }

        await RecomputeAsync(sql, cancellationToken).ConfigureAwait(false);
        return TableLoad.Of("postgres", sql.Name, entries, alreadyLoaded: false);
    }

    private async Task<LedgerEntry> LoadSourceAsync(LoadMode mode, string? month, LoadSource source, PostgresLoadSql sql, LiveTable live, CancellationToken cancellationToken)
    {
        try
        {
            return await new PostgresTableLoad(session, sql, copy).LoadAsync(mode, month, source, cancellationToken).ConfigureAwait(false);
        }
        catch (PartRefusedException e)
        {
            throw await PostgresRowFaults.OfAsync(faults, e, source, sql.Table, live, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RecomputeAsync(PostgresLoadSql sql, CancellationToken cancellationToken)
    {
        foreach (DerivedTable derived in sql.Table.Derived)
        {
            PostgresLoadSql target = context.SqlFor(derived);
            (LiveTable live, bool made) = await _tables.EnsureAsync(target, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<Mismatch> found = TablePreFlight.Compare(PostgresDialect.Instance, target.Table, [], live, byPosition: false);
            if (found.Count > 0)
                throw new CtiException(FailureKind.RefusedByWarehouse, "load", $"table {live.Target} does not fit what is computed from {sql.Target}: {string.Join("; ", found)}.");
            if (!made)
                await session.ExecuteAsync(target.DeleteAll, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(sql.Recompute(derived, target.Target), cancellationToken).ConfigureAwait(false);
            if (made)
                await session.ExecuteAsync(target.CreateIndexes, cancellationToken).ConfigureAwait(false);
        }
    }
}
