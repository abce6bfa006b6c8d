using Cti.Failures;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Postgres;

/// <summary>Makes the tables that are missing and finds those that are there.</summary>
internal sealed class PostgresTables(PostgresSession session, PostgresLoadContext context)
{
    private static readonly PostgresDialect Dialect = PostgresDialect.Instance;

    /// <summary>Makes sure of the schema and the ledger in it; two loads that find none do not make it both.</summary>
    public async Task EnsureLedgerAsync(CancellationToken cancellationToken)
    {
        if (context.Create && !await PostgresCatalog.HasSchemaAsync(session, context.Schema, cancellationToken).ConfigureAwait(false))
        {
            await session.ExecuteAsync(PostgresLoadSql.LockLedger(context.Schema), cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("CREATE SCHEMA IF NOT EXISTS " + Dialect.Quote(context.Schema), cancellationToken).ConfigureAwait(false);
        }

        if (await FindLedgerAsync(cancellationToken).ConfigureAwait(false))
            return;
        await session.ExecuteAsync(PostgresLoadSql.LockLedger(context.Schema), cancellationToken).ConfigureAwait(false);
        // Whoever held the lock may have made it.
        if (!await FindLedgerAsync(cancellationToken).ConfigureAwait(false))
            await session.ExecuteAsync(DdlWriter.CreateTable(Dialect, LedgerTable.Definition, context.Schema, LedgerTable.Name), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The table, made where it is missing and may be made; then its indexes are still to be made.</summary>
    /// <exception cref="CtiException">RefusedByWarehouse: it is missing, with the statements that make it.</exception>
    public async Task<(LiveTable Table, bool Made)> EnsureAsync(PostgresLoadSql sql, CancellationToken cancellationToken)
    {
        if (await PostgresCatalog.FindAsync(session, sql.Schema, sql.Name, cancellationToken).ConfigureAwait(false) is { } there)
            return (there, false);
        if (!context.Create)
            throw TablePreFlight.Missing(Dialect, sql.Table, sql.Schema, sql.Name);
        await session.ExecuteAsync(sql.Create, cancellationToken).ConfigureAwait(false);
        return ((await PostgresCatalog.FindAsync(session, sql.Schema, sql.Name, cancellationToken).ConfigureAwait(false))!, true);
    }

    private async Task<bool> FindLedgerAsync(CancellationToken cancellationToken)
    {
        if (await PostgresCatalog.FindAsync(session, context.Schema, LedgerTable.Name, cancellationToken).ConfigureAwait(false) is not { } live)
            return false;
        IReadOnlyList<Mismatch> found = TablePreFlight.Compare(Dialect, LedgerTable.Definition, [], live, byPosition: false);
        return found.Count == 0
            ? true
            : throw new CtiException(FailureKind.RefusedByWarehouse, "load", $"{live.Target} is not the ledger of this version: {string.Join("; ", found)}.");
    }
}
