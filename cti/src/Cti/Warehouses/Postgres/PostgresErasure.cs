using Cti.Warehouses.Erasing;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Postgres;

/// <summary>Erases persons in PostgreSQL, in one transaction.</summary>
/// <param name="session">The connection.</param>
/// <param name="naming">The settings' schema and table.</param>
internal sealed class PostgresErasure(PostgresSession session, TableNaming naming)
{
    private const int RowsAtOnce = 1000;
    private static readonly PostgresDialect Dialect = PostgresDialect.Instance;
    private readonly string _schema = naming.SchemaIn(Dialect);

    /// <summary>Erases the rows. Where it fails, the session must be closed, which rolls back.</summary>
    /// <returns>The tables that changed.</returns>
    public async Task<IReadOnlyList<string>> EraseAsync(WarehouseErasure erasure, CancellationToken cancellationToken)
    {
        string salt = ErasureSalt.New();
        await session.ExecuteAsync(PostgresLoadSql.Begin, cancellationToken).ConfigureAwait(false);
        List<(ErasureSql Sql, LiveTable Live)> tables = [];
        foreach ((ErasureSql sql, string name) in ErasureTables.Of(Dialect, naming, erasure))
        {
            if (await PostgresCatalog.FindAsync(session, _schema, name, cancellationToken).ConfigureAwait(false) is { } live && ErasureTables.Fits(sql, name, live.Columns.Select(c => c.Name), StringComparer.Ordinal))
                tables.Add((sql, live));
        }

        // A load that holds one of them is waited for; one that comes later finds files without the persons. In the loads' order, so that none waits in a circle.
        foreach (string target in tables.Select(t => t.Sql.Target).Distinct().Order(StringComparer.Ordinal))
            await session.ExecuteAsync(PostgresLoadSql.LockOf(target), cancellationToken).ConfigureAwait(false);
        List<string> changed = [];
        foreach ((ErasureSql sql, LiveTable live) in tables)
        {
            if (await EraseAsync(sql, live, erasure, salt, cancellationToken).ConfigureAwait(false))
                changed.Add(sql.Target);
        }

        if (await PostgresCatalog.FindAsync(session, _schema, LedgerTable.Name, cancellationToken).ConfigureAwait(false) is not null)
            await session.ExecuteAsync(erasure.Revisions.Select(r => ErasureSql.Revise(Dialect, _schema, r.Run, r.Revision)), cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
        return changed;
    }

    /// <summary>The customers that have one of the ids or addresses; none where there is no such table.</summary>
    public async Task<IReadOnlyList<CustomerContact>> FindCustomersAsync(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, CancellationToken cancellationToken)
    {
        List<CustomerContact> found = [];
        foreach (string name in ErasureTables.CustomerNames(naming))
        {
            if (await PostgresCatalog.FindAsync(session, _schema, name, cancellationToken).ConfigureAwait(false) is not { } live || !ErasureTables.HoldsCustomers(name, live.Columns.Select(c => c.Name), StringComparer.Ordinal))
                continue;
            QueryTable answer = await session.QueryAsync(ContactSql.Select(Dialect, _schema, name, ids, emails, ErasureSalt.New()), cancellationToken).ConfigureAwait(false);
            found.AddRange(ContactSql.Read(answer, ids, emails));
        }

        return found;
    }

    private async Task<bool> EraseAsync(ErasureSql sql, LiveTable live, WarehouseErasure erasure, string salt, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasedRow> rows = ErasedRows.Of(sql, await session.QueryAsync(sql.Select(erasure.Subjects, salt), cancellationToken).ConfigureAwait(false));
        if (rows.Count == 0)
            return false;
        await erasure.Note(new ErasedTable(sql.Target, rows.Count, [.. sql.Eraser.Changed.Select(c => sql.Eraser.Table.Columns[c].Name)])).ConfigureAwait(false);
        foreach (LiveColumn column in live.Columns.Where(c => !c.Nullable && ErasureTables.Emptied(sql.Eraser).Contains(c.Name)))
            await session.ExecuteAsync(Dialect.DropNotNull(sql.Target, column), cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(ErasureSql.DropStaging, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(sql.CreateStaging, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(rows.Chunk(RowsAtOnce).Select(sql.Stage), cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(sql.Update, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(ErasureSql.DropStaging, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
