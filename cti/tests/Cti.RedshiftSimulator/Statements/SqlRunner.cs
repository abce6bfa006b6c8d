using System.Globalization;
using Npgsql;

namespace Cti.RedshiftSimulator;

/// <summary>Runs one translated statement.</summary>
internal sealed class SqlRunner(CopyRunner copies, TimeProvider clock)
{
    // Larger than any that an earlier simulator on the same database has given: system tables keep their rows.
    private long _lastQuery = clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Runs it, and notes what it gave in its part.</summary>
    public async Task RunAsync(NpgsqlConnection connection, Statement statement, SubStatement sub, TranslatedSql sql, LoadLog log, CancellationToken cancellationToken)
    {
        long query = Interlocked.Increment(ref _lastQuery);
        statement.Update(sub, s => s.QueryId = query);
        // Redshift's writers lock the whole table against each other, under the same name of lock; readers go on.
        if (sql.Writes is not null)
            await QueryAsync(connection, $"LOCK TABLE {sql.Writes} IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        if (sql.Copy is not null)
        {
            long rows = await CopyAsync(connection, sql.Copy, query, log, cancellationToken);
            statement.Update(sub, s => s.ResultRows = rows);
            return;
        }

        bool isNew = sql.NewTable is not null && await ScalarAsync(connection, "SELECT to_regclass($1) IS NULL", sql.NewTable, cancellationToken) is true;
        (long changed, StatementResult? result) = await QueryAsync(connection, sql.Text!, cancellationToken);
        foreach (string then in isNew ? sql.Then : [])
            await QueryAsync(connection, then, cancellationToken);
        statement.Update(sub, s => (s.ResultRows, s.Result) = (result?.Rows.Count ?? Math.Max(changed, 0), result));
    }

    private async Task<long> CopyAsync(NpgsqlConnection connection, CopyCommand copy, long query, LoadLog log, CancellationToken cancellationToken)
    {
        CopyRecord record = new()
        {
            QueryId = query,
            ProcessId = connection.ProcessID,
            Table = copy.Table.Replace("\"", "", StringComparison.Ordinal),
            Manifest = copy.Manifest,
            Started = DateTime.SpecifyKind(clock.GetUtcNow().UtcDateTime, DateTimeKind.Unspecified),
        };
        log.Add(record);
        await copies.RunAsync(connection, copy, record, cancellationToken);
        await ScalarAsync(connection, "SELECT set_config('redshift.last_copy_count', $1, false)", record.Rows.ToString(CultureInfo.InvariantCulture), cancellationToken);
        await ScalarAsync(connection, "SELECT set_config('redshift.last_copy_id', $1, false)", query.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return record.Rows;
    }

#pragma warning disable CA2100 // Running the caller's SQL is what a database service does.
    private static async Task<(long Changed, StatementResult? Result)> QueryAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.AllResultTypesAreUnknown = true;
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        if (reader.FieldCount == 0)
            return (reader.RecordsAffected, null);
        ResultColumn[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => Column(reader, i))];
        List<string?[]> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            string?[] row = new string?[columns.Length];
            for (int i = 0; i < row.Length; i++)
                row[i] = await reader.IsDBNullAsync(i, cancellationToken) ? null : reader.GetString(i);
            rows.Add(row);
        }

        return (rows.Count, new StatementResult(columns, rows));
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, string argument, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new NpgsqlParameter { Value = argument });
        return await command.ExecuteScalarAsync(cancellationToken);
    }
#pragma warning restore CA2100

    private static ResultColumn Column(NpgsqlDataReader reader, int ordinal)
    {
        string type = reader.GetPostgresType(ordinal).InternalName;
        // "numeric(18,2)", "character varying(36)"; without parentheses where the query computed it.
        string name = reader.GetDataTypeName(ordinal);
        int[] sizes = name.Split('(', ')') is [_, var inside, ..] ? [.. inside.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] : [];
        return type == "numeric"
            ? new ResultColumn(reader.GetName(ordinal), type, 0, sizes.ElementAtOrDefault(0), sizes.ElementAtOrDefault(1))
            : new ResultColumn(reader.GetName(ordinal), type, sizes.ElementAtOrDefault(0), 0, 0);
    }
}
