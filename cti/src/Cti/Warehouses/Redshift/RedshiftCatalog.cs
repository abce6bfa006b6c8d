using System.Globalization;

namespace Cti.Warehouses.Redshift;

/// <summary>Looks at what is there, and makes what is missing: tables and ledger.</summary>
/// <param name="runner">Runs statements.</param>
/// <param name="context">The load.</param>
/// <param name="warehouse">Where, for messages.</param>
internal sealed class RedshiftCatalog(StatementRunner runner, RedshiftLoadContext context, string warehouse)
{
    private static readonly RedshiftDialect Dialect = RedshiftDialect.Instance;
    private readonly RedshiftLedgerSql _ledger = new(context.Schema);

    /// <summary>The columns of the dataset's tables and the ledger, by table, in order: name, type, length, precision, scale, nullable.</summary>
    public async Task<ILookup<string, IReadOnlyList<object?>>> ColumnsAsync(CancellationToken cancellationToken)
    {
        string names = string.Join(", ", context.AllTables.Select(context.NameOf).Append(LedgerTable.Name).Select(n => Dialect.Text(n.ToLowerInvariant())));
        string sql = "SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable FROM svv_columns"
            + $" WHERE table_schema = {Dialect.Text(context.Schema.ToLowerInvariant())} AND table_name IN ({names}) ORDER BY table_name, ordinal_position";
        return (await QueryAsync(sql, cancellationToken).ConfigureAwait(false)).Rows.ToLookup(r => (string)r[0]!, r => (IReadOnlyList<object?>)[.. r.Skip(1)], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What the ledger knows of the dataset's tables, by table and run.</summary>
    public async Task<ILookup<string, LedgerEntry>> LedgerAsync(CancellationToken cancellationToken) =>
        EntriesOf(await QueryAsync(_ledger.Select(context.Dataset.Tables.Select(context.NameOf)), cancellationToken).ConfigureAwait(false));

    /// <summary>The rows of a ledger's answer, by table.</summary>
    public static ILookup<string, LedgerEntry> EntriesOf(QueryTable answer) => answer.Rows.ToLookup(
        r => (string)r[0]!,
        r => new LedgerEntry((string)r[1]!, Number(r[2]), Number(r[3]), Number(r[4]), Number(r[5])));

    /// <summary>Makes the ledger, and with <c>--create</c> the schema that the settings name: a load locks the ledger, so that it must be there before.</summary>
    /// <exception cref="RedshiftException">It failed.</exception>
    public async Task MakeLedgerAsync(CancellationToken cancellationToken)
    {
        if (context.Create && context.Naming.Schema is not null)
            await ExecuteAsync("CREATE SCHEMA IF NOT EXISTS " + Dialect.Quote(context.Schema), cancellationToken).ConfigureAwait(false);
        foreach (string sql in new LedgerSql(Dialect, context.Schema).Create)
            await ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What Redshift noted of rows that a COPY could not read.</summary>
    /// <param name="queryId">The COPY's id in the database; null or not positive where it is not known: then nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<LoadError>> LoadErrorsAsync(long? queryId, CancellationToken cancellationToken)
    {
        if (queryId is not > 0)
            return [];
        string sql = string.Create(CultureInfo.InvariantCulture, $"SELECT file_name, line_number, column_name, error_message FROM sys_load_error_detail WHERE query_id = {queryId} ORDER BY file_name, line_number LIMIT 5");
        QueryTable answer = await QueryAsync(sql, cancellationToken).ConfigureAwait(false);
        return [.. answer.Rows.Select(r => new LoadError(Trimmed(r[0]), r[1] is null ? 0 : Number(r[1]), Trimmed(r[2]), Trimmed(r[3])))];
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        string token = Guid.NewGuid().ToString("N");
        DataApi.StatementDescription ended = await runner.RunAsync([sql], "cti/ddl/" + context.Schema, token, _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        if (ended.Status != StatementStatus.Finished)
            throw new RedshiftException(ended);
    }

    private static string Trimmed(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? "";

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private async Task<QueryTable> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.QueryAsync(sql, $"cti/look/{context.NameOf(context.Dataset.Tables[0])}", cancellationToken).ConfigureAwait(false);
        }
        catch (RedshiftException e) when (!RedshiftFailures.IsTransient(e))
        {
            throw RedshiftFailures.Of(e, "load", warehouse);
        }
    }
}
