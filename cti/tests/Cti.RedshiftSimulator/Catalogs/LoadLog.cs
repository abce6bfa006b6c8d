using Npgsql;

namespace Cti.RedshiftSimulator;

/// <summary>Writes what COPY did to the system tables, in a transaction of its own: it stays when the load is rolled back.</summary>
internal sealed class LoadLog(string database)
{
    private readonly List<CopyRecord> _copies = [];

    /// <summary>Notes a COPY.</summary>
    public void Add(CopyRecord copy) => _copies.Add(copy);

    /// <summary>Writes all that was noted.</summary>
    /// <param name="connection">Outside of any transaction.</param>
    /// <param name="committed">Whether the transaction of the COPYs was.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(NpgsqlConnection connection, bool committed, CancellationToken cancellationToken)
    {
        foreach (CopyRecord copy in _copies)
        {
            await WriteHistoryAsync(connection, copy, committed, cancellationToken);
            if (copy.Failure is { Row: not null } failure)
                await WriteErrorAsync(connection, copy, failure, cancellationToken);
        }
    }

    /// <summary>Whether there is anything to write.</summary>
    public bool IsEmpty => _copies.Count == 0;

    private async Task WriteHistoryAsync(NpgsqlConnection connection, CopyRecord copy, bool committed, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO redshift_system.sys_load_history (user_id, query_id, transaction_id, session_id, database_name, status, table_name, start_time, end_time, duration,
              data_source, file_format, loaded_rows, loaded_bytes, source_file_count, source_file_bytes, file_count_scanned, file_bytes_scanned, error_count)
            VALUES (100, $1, $2, $3, $4, $5, $6, $7, $8, extract(epoch FROM $8 - $7) * 1000000, $9, 'parquet', $10, $11, $12, $11, $12, $11, $13)
            """;
        Add(command, copy.QueryId, copy.QueryId, copy.ProcessId, database, committed ? "completed" : "aborted", copy.Table, copy.Started, copy.Ended, copy.Manifest, copy.Rows, copy.Bytes, copy.Files, copy.Failure is null ? 0L : 1L);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task WriteErrorAsync(NpgsqlConnection connection, CopyRecord copy, CopyFailedException failure, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO redshift_system.sys_load_error_detail (user_id, query_id, transaction_id, session_id, database_name, table_id, start_time, file_name, line_number,
              column_name, column_type, column_length, "position", error_code, error_message)
            VALUES (100, $1, $2, $3, $4, $5, $6, left($7, 256), $8, left($9, 127), left($10, 10), $11, 0, $12, left($13, 512))
            """;
        Add(command, copy.QueryId, copy.QueryId, copy.ProcessId, database, copy.TableId, copy.Started, failure.File ?? "", failure.Row!.Value, failure.Column?.Name ?? "", failure.Column?.TypeName ?? "", failure.Column?.LengthText ?? "", failure.Code, failure.Reason);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (object value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
    }
}
