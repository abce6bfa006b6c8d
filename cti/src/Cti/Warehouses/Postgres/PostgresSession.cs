using System.Globalization;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>One connection: statements run one at a time, are cancelled at the server with their token, and a transaction that was not committed goes with it.</summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private PostgresSession(NpgsqlConnection connection) => _connection = connection;

    /// <summary>The server's major version.</summary>
    public int Version => _connection.PostgreSqlVersion.Major;

    /// <summary>Connects.</summary>
    /// <exception cref="NpgsqlException">It could not.</exception>
    public static async Task<PostgresSession> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        new(await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Runs a statement and says how many rows it changed; -1 for statements that change none.</summary>
    public async Task<long> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(sql);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs statements in order.</summary>
    public async Task ExecuteAsync(IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (string statement in statements)
            await ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a query of one row and one column that is an integer.</summary>
    public async Task<long> CountAsync(string sql, CancellationToken cancellationToken) =>
        (long)(await QueryAsync(sql, cancellationToken).ConfigureAwait(false)).Rows[0][0]!;

    /// <summary>Runs a query and gives all its rows; for answers of human size.</summary>
    public async Task<QueryTable> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(sql);
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
                List<IReadOnlyList<object?>> rows = [];
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    rows.Add([.. Enumerable.Range(0, names.Length).Select(i => reader.IsDBNull(i) ? null : Value(reader.GetValue(i)))]);
                return new QueryTable(names, rows);
            }
        }
    }

    /// <summary>Begins a COPY whose bytes are given as they are.</summary>
    public Task<NpgsqlRawCopyStream> CopyAsync(string sql, CancellationToken cancellationToken) => _connection.BeginRawBinaryCopyAsync(sql, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private NpgsqlCommand Command(string sql)
    {
#pragma warning disable CA2100 // Every statement is made by this program, its names and texts quoted by the dialect.
        return new NpgsqlCommand(sql, _connection);
#pragma warning restore CA2100
    }

    private static object Value(object value) => value switch
    {
        short or int => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float single => (double)single,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        char letter => letter.ToString(),
        _ => value,
    };
}
