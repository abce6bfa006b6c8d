using Cti.Records.Customers;
using Cti.Warehouses.Erasing;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.DuckDb;

/// <summary>Erases persons in a DuckDB file: one transaction, then the file is written anew, as what was changed or deleted stays in its free blocks.</summary>
/// <param name="connection">The file, open for writing: nobody else has it.</param>
/// <param name="naming">The settings' schema and table.</param>
internal sealed class DuckDbErasure(DuckDbConnection connection, TableNaming naming)
{
    private const int RowsAtOnce = 1000;
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;
    private readonly string _schema = naming.SchemaIn(Dialect);

    /// <summary>Erases the rows.</summary>
    public async Task EraseAsync(WarehouseErasure erasure, CancellationToken cancellationToken)
    {
        string salt = ErasureSalt.New();
        connection.Execute("BEGIN TRANSACTION", cancellationToken);
        bool committed = false;
        try
        {
            foreach ((ErasureSql sql, string name) in ErasureTables.Of(Dialect, naming, erasure))
            {
                LiveTable live = DuckDbTables.Live(connection, sql.Eraser.Table, _schema, name, cancellationToken);
                if (ErasureTables.Fits(sql, name, live.Columns.Select(c => c.Name), StringComparer.OrdinalIgnoreCase))
                    await EraseAsync(sql, live, erasure, salt, cancellationToken).ConfigureAwait(false);
            }

            if (DuckDbTables.Live(connection, LedgerTable.Definition, _schema, LedgerTable.Name, cancellationToken).Columns.Count > 0)
            {
                foreach ((string run, int revision) in erasure.Revisions)
                    connection.Execute(ErasureSql.Revise(Dialect, _schema, run, revision), cancellationToken);
            }

            connection.Execute("COMMIT", cancellationToken);
            committed = true;
        }
        finally
        {
            // A connection that is broken rolls back by being closed.
            if (!committed)
                TryRollback();
        }
    }

    /// <summary>The customers that have one of the ids or addresses; none where there is no such table.</summary>
    public IReadOnlyList<CustomerContact> FindCustomers(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, CancellationToken cancellationToken)
    {
        List<CustomerContact> found = [];
        foreach (string name in ErasureTables.CustomerNames(naming))
        {
            LiveTable live = DuckDbTables.Live(connection, CustomersTables.Customers, _schema, name, cancellationToken);
            if (ErasureTables.HoldsCustomers(name, live.Columns.Select(c => c.Name), StringComparer.OrdinalIgnoreCase))
                found.AddRange(ContactSql.Read(connection.Query(ContactSql.Select(Dialect, _schema, name, ids, emails, ErasureSalt.New()), cancellationToken), ids, emails));
        }

        return found;
    }

    /// <summary>Writes the whole file anew and puts it in the old one's place while that is still open, so that nobody writes to it in between.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends it; the file is then as it was.</param>
    public void Rewrite(string path, CancellationToken cancellationToken)
    {
        string fresh = path + ".erasing";
        Remove(fresh);
        connection.Execute("CHECKPOINT", cancellationToken);
        string old = Dialect.Quote((string)connection.Query("SELECT current_database()", cancellationToken).Rows[0][0]!);
        connection.Execute($"ATTACH {Dialect.Text(fresh)} AS cti_fresh", cancellationToken);
        connection.Execute($"COPY FROM DATABASE {old} TO cti_fresh", cancellationToken);
        connection.Execute("CHECKPOINT cti_fresh", cancellationToken);
        connection.Execute("DETACH cti_fresh", cancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(fresh, File.GetUnixFileMode(path));
        File.Move(fresh, path, overwrite: true);
    }

    private async Task EraseAsync(ErasureSql sql, LiveTable live, WarehouseErasure erasure, string salt, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasedRow> rows = ErasedRows.Of(sql, connection.Query(sql.Select(erasure.Subjects, salt), cancellationToken));
        if (rows.Count == 0)
            return;
        await erasure.Note(new ErasedTable(sql.Target, rows.Count, [.. sql.Eraser.Changed.Select(c => sql.Eraser.Table.Columns[c].Name)])).ConfigureAwait(false);
        foreach (LiveColumn column in live.Columns.Where(c => !c.Nullable && ErasureTables.Emptied(sql.Eraser).Contains(c.Name)))
            connection.Execute(Dialect.DropNotNull(sql.Target, column), cancellationToken);
        connection.Execute(ErasureSql.DropStaging, cancellationToken);
        connection.Execute(sql.CreateStaging, cancellationToken);
        foreach (ErasedRow[] some in rows.Chunk(RowsAtOnce))
            connection.Execute(sql.Stage(some), cancellationToken);
        connection.Execute(sql.Update, cancellationToken);
        connection.Execute(ErasureSql.DropStaging, cancellationToken);
    }

    private void TryRollback()
    {
        try
        {
            connection.Execute("ROLLBACK", CancellationToken.None);
        }
        catch (DuckDbException)
        {
        }
    }

    private static void Remove(string path)
    {
        File.Delete(path);
        File.Delete(path + ".wal");
    }
}
