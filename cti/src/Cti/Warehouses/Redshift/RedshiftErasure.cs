using System.Globalization;
using System.Text;
using Cti.Warehouses.Erasing;
using Cti.Warehouses.Redshift.DataApi;

namespace Cti.Warehouses.Redshift;

/// <summary>Erases persons in Redshift: what is found is changed in one transaction, or, where the Data API takes no more at once, in as few as it takes.</summary>
/// <remarks>Nothing here need be sent only once: the same rows get the same values again.</remarks>
/// <param name="runner">Runs statements.</param>
/// <param name="naming">The settings' schema and table.</param>
internal sealed class RedshiftErasure(StatementRunner runner, TableNaming naming)
{
    // The Data API takes 40 statements as one transaction, of less than 100 kB together.
    private const int MostBytes = 90_000;
    private const int MostStagedBytes = 80_000;
    private const int MostStatements = 40;
    private const int NamesAtOnce = 500;
    private const int Rounds = 3;
    private const string Name = "cti/erase";
    private static readonly RedshiftDialect Dialect = RedshiftDialect.Instance;
    private readonly string _schema = naming.SchemaIn(Dialect);

    /// <summary>Erases the rows.</summary>
    /// <exception cref="RedshiftException">A statement failed.</exception>
    public async Task EraseAsync(WarehouseErasure erasure, CancellationToken cancellationToken)
    {
        ILookup<string, string> columns = await ColumnsAsync(cancellationToken).ConfigureAwait(false);
        ErasureSql[] tables = [.. ErasureTables.Of(Dialect, naming, erasure).Where(t => ErasureTables.Fits(t.Sql, t.Name, columns[t.Name], StringComparer.OrdinalIgnoreCase)).Select(t => t.Sql)];

        // Looking and changing are two transactions: a load between them may bring what an earlier round did not see.
        for (int round = 0; round < Rounds; round++)
        {
            List<IReadOnlyList<string>> pieces = [];
            foreach (ErasureSql sql in tables)
                pieces.AddRange(await PiecesAsync(sql, erasure, cancellationToken).ConfigureAwait(false));
            bool changed = pieces.Count > 0;
            if (round == 0 && columns.Contains(LedgerTable.Name))
                pieces.AddRange(erasure.Revisions.Select(r => (IReadOnlyList<string>)[ErasureSql.Revise(Dialect, _schema, r.Run, r.Revision)]));
            foreach (IReadOnlyList<string> batch in Packed(pieces))
                await RunAsync(batch, cancellationToken).ConfigureAwait(false);
            if (!changed)
                return;
        }
    }

    /// <summary>The customers that have one of the ids or addresses; none where there is no such table.</summary>
    public async Task<IReadOnlyList<CustomerContact>> FindCustomersAsync(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, CancellationToken cancellationToken)
    {
        List<CustomerContact> found = [];
        ILookup<string, string> columns = await ColumnsAsync(cancellationToken).ConfigureAwait(false);
        foreach (string table in ErasureTables.CustomerNames(naming).Where(name => ErasureTables.HoldsCustomers(name, columns[name], StringComparer.OrdinalIgnoreCase)))
        {
            for (int at = 0; at < Math.Max(ids.Count, emails.Count); at += NamesAtOnce)
            {
                string sql = ContactSql.Select(Dialect, _schema, table, [.. ids.Skip(at).Take(NamesAtOnce)], [.. emails.Skip(at).Take(NamesAtOnce)], ErasureSalt.New());
                found.AddRange(ContactSql.Read(await runner.QueryAsync(sql, Name, cancellationToken).ConfigureAwait(false), ids, emails));
            }
        }

        return found;
    }

    /// <summary>The statements that change a table's rows, cut so that each piece may be a transaction by itself.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<string>>> PiecesAsync(ErasureSql sql, WarehouseErasure erasure, CancellationToken cancellationToken)
    {
        string salt = ErasureSalt.New();
        List<ErasedRow> rows = [];
        foreach (string select in sql.Selects(erasure.Subjects, salt, NamesAtOnce))
            rows.AddRange(ErasedRows.Of(sql, await runner.QueryAsync(select, Name, cancellationToken).ConfigureAwait(false)));

        // Who was found by id and by address counts once.
        rows = [.. rows.DistinctBy(r => string.Join('\0', r.Keys.OrderBy(k => k.Key).Select(k => k.Value)))];
        if (rows.Count == 0)
            return [];
        await erasure.Note(new ErasedTable(sql.Target, rows.Count, [.. sql.Eraser.Changed.Select(c => sql.Eraser.Table.Columns[c].Name)])).ConfigureAwait(false);
        return [.. Staged(sql, rows).Select(IReadOnlyList<string> (stage) => [sql.CreateStaging, stage, sql.Update, ErasureSql.DropStaging])];
    }

    private static IEnumerable<string> Staged(ErasureSql sql, List<ErasedRow> rows)
    {
        for (int at = 0, taken; at < rows.Count; at += taken)
        {
            taken = Math.Min(200, rows.Count - at);
            while (taken > 1 && Encoding.UTF8.GetByteCount(sql.Stage(rows.GetRange(at, taken))) > MostStagedBytes)
                taken /= 2;
            yield return sql.Stage(rows.GetRange(at, taken));
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Packed(IReadOnlyList<IReadOnlyList<string>> pieces)
    {
        List<string> batch = [];
        int bytes = 0;
        foreach (IReadOnlyList<string> piece in pieces)
        {
            int size = piece.Sum(Encoding.UTF8.GetByteCount);
            if (batch.Count > 0 && (batch.Count + piece.Count > MostStatements || bytes + size > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.AddRange(piece);
            bytes += size;
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private async Task RunAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        StatementDescription ended = await runner.RunAsync(statements, Name, Guid.NewGuid().ToString("N"), _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        if (ended.Status != StatementStatus.Finished)
            throw new RedshiftException(ended);
    }

    private async Task<ILookup<string, string>> ColumnsAsync(CancellationToken cancellationToken)
    {
        string sql = $"SELECT table_name, column_name FROM svv_columns WHERE table_schema = {Dialect.Text(_schema.ToLowerInvariant())}";
        QueryTable found = await runner.QueryAsync(sql, Name, cancellationToken).ConfigureAwait(false);
        return found.Rows.ToLookup(r => Convert.ToString(r[0], CultureInfo.InvariantCulture)!, r => Convert.ToString(r[1], CultureInfo.InvariantCulture)!, StringComparer.OrdinalIgnoreCase);
    }
}
