using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Warehouses.Faults;
using Cti.Warehouses.PreFlight;
using Cti.Warehouses.Reading;

namespace Cti.Warehouses.DuckDb;

/// <summary>Brings one unit of runs into all tables of a dataset, in one transaction with its ledger rows.</summary>
internal sealed class DuckDbUnitLoad(DuckDbConnection connection, DuckDbLoadContext context, DuckDbBudget budget, IObjectStore store)
{
    private readonly LedgerSql _ledger = new(DuckDbDialect.Instance, context.Schema);

    /// <summary>Loads the unit, or finds it loaded.</summary>
    /// <returns>One for each table, in the dataset's order.</returns>
    public async Task<IReadOnlyList<TableLoad>> LoadAsync(LoadUnit unit, CancellationToken cancellationToken)
    {
        connection.Execute("BEGIN TRANSACTION", cancellationToken);
        bool committed = false;
        try
        {
            if (context.NamedSchema)
                connection.Execute("CREATE SCHEMA IF NOT EXISTS " + DuckDbDialect.Instance.Quote(context.Schema), cancellationToken);
            DuckDbTables.Ensure(connection, LedgerTable.Definition, context.Schema, LedgerTable.Name, cancellationToken);
            List<TableLoad> loads = [];
            foreach (TableDefinition table in context.Dataset.Tables)
                loads.Add(await LoadTableAsync(unit, table, cancellationToken).ConfigureAwait(false));
            // The ledger rows are committed with the rows they tell about: a kill before this line leaves neither, after it both.
            connection.Execute("COMMIT", cancellationToken);
            committed = true;
            return loads;
        }
        finally
        {
            if (!committed)
                Rollback();
        }
    }

    private async Task<TableLoad> LoadTableAsync(LoadUnit unit, TableDefinition table, CancellationToken cancellationToken)
    {
        string name = context.Naming.NameOf(context.Dataset, table.Name);
        // A table that had to be made holds nothing, whatever the ledger remembers of one that was dropped.
        if (DuckDbTables.Ensure(connection, table, context.Schema, name, cancellationToken))
            connection.Execute(_ledger.Forget(name), cancellationToken);
        IReadOnlyDictionary<string, LedgerEntry> known = LedgerSql.Read(connection.Query(_ledger.Select(name), cancellationToken));
        if (unit.IsIn([.. known.Keys]))
            return TableLoad.Of("duckdb", name, [.. unit.Sources.Select(s => known[s.Manifest.Run])], alreadyLoaded: true);

        if (unit.Replaces && unit.Month is null)
            connection.Execute(_ledger.Forget(name), cancellationToken);
        LiveTable live = DuckDbTables.Live(connection, table, context.Schema, name, cancellationToken);
        DuckDbTableLoad load = new(connection, new DuckDbLoadSql(table, context.Schema, name), context.Schema, context.MemoryBytes);
        List<LedgerEntry> entries = [];
        foreach (LoadSource source in unit.Sources)
        {
            LoadMode mode = unit.Replaces && entries.Count > 0 ? LoadMode.Merge : context.Mode;
            entries.Add(await LoadSourceAsync(load, mode, unit.Month, source, table, live, cancellationToken).ConfigureAwait(false));
            connection.Execute(_ledger.Forget(name, source.Manifest.Run), cancellationToken);
            connection.Execute(_ledger.Insert(entries[^1], name, context.Mode, unit.Month, source, context.Tool, context.Clock.GetUtcNow()), cancellationToken);
        }

        Recompute(table, new DuckDbLoadSql(table, context.Schema, name), cancellationToken);
        return TableLoad.Of("duckdb", name, entries, alreadyLoaded: false);
    }

    private async Task<LedgerEntry> LoadSourceAsync(DuckDbTableLoad load, LoadMode mode, string? month, LoadSource source, TableDefinition table, LiveTable live, CancellationToken cancellationToken)
    {
        ManifestOutput[] outputs = [.. source.Manifest.Outputs.Where(o => o.Table == table.Name)];
        bool fetches = outputs.Any(o => StagedParts.IsRemote(o.Uri));
        if (fetches)
            budget.GiveBack(cancellationToken);
        using StagedParts parts = await StagedParts.FetchAsync(store, outputs, context.Scratch, cancellationToken).ConfigureAwait(false);
        if (fetches)
            budget.TakeWhatIsLeft(cancellationToken);
        try
        {
            return load.Load(mode, month, source, parts.Files, cancellationToken);
        }
        catch (DuckDbException e) when (e.Type == DuckDbErrorType.Constraint)
        {
            Rollback();
            throw await RefusalAsync(e, source, table, live, cancellationToken).ConfigureAwait(false);
        }
    }

    // What the message of a constraint names is the column; the person who has to mend it needs the rows.
    private async Task<CtiException> RefusalAsync(DuckDbException e, LoadSource source, TableDefinition table, LiveTable live, CancellationToken cancellationToken)
    {
        RowFaultFinder finder = new(PartReader.Over(connection), store, context.Scratch);
        IReadOnlyList<RowAtFault> rows = await finder.ScanAsync(table, live, source.Manifest.Outputs.Where(o => o.Table == table.Name), cancellationToken).ConfigureAwait(false);
        return new CtiException(FailureKind.RefusedByWarehouse, "load", $"table {table.Name} refused {source.Uri}: {(rows.Count > 0 ? string.Join("; ", rows) : e.Message)}", e);
    }

    private void Recompute(TableDefinition table, DuckDbLoadSql sql, CancellationToken cancellationToken)
    {
        foreach (DerivedTable derived in table.Derived)
        {
            string name = context.Naming.NameOf(context.Dataset, derived.Name);
            DuckDbLoadSql target = new(DdlWriter.AsTable(derived), context.Schema, name);
            if (!DuckDbTables.Ensure(connection, target.Table, context.Schema, name, cancellationToken))
            {
                foreach (string statement in target.Clear())
                    connection.Execute(statement, cancellationToken);
            }

            connection.Execute(sql.Recompute(derived, target.Target), cancellationToken);
        }
    }

    // Not cancellable, and best effort: a connection that is broken rolls back by being closed.
    private void Rollback()
    {
        try
        {
            connection.Execute("ROLLBACK", CancellationToken.None);
        }
        catch (DuckDbException)
        {
        }
    }
}
