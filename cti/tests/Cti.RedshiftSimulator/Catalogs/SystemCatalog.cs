using System.Collections.Concurrent;
using Npgsql;

namespace Cti.RedshiftSimulator;

/// <summary>Redshift's own functions and system views, in a schema of each database.</summary>
internal sealed class SystemCatalog
{
    /// <summary>The schema.</summary>
    public const string Schema = "redshift_system";

    private readonly ConcurrentDictionary<string, bool> _made = new();

    /// <summary>Whether a name is one of its views, which Redshift has in pg_catalog.</summary>
    public static bool Has(string? name) => name is "sys_load_error_detail" or "sys_load_history" or "svv_table_info" or "svv_columns" or "svv_tables" or "svv_redshift_columns" or "pg_table_def";

    /// <summary>Makes them in the connection's database, where this simulator did not yet.</summary>
    public async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_made.ContainsKey(connection.Database))
            return;
        await using Stream stream = typeof(SystemCatalog).Assembly.GetManifestResourceStream("system.sql")!;
        using StreamReader reader = new(stream);
        string script = await reader.ReadToEndAsync(cancellationToken);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Two simulators on one database would otherwise make the same thing at once, which IF NOT EXISTS does not survive.
        await RunAsync(connection, "SELECT pg_advisory_xact_lock(20191220)", cancellationToken);
        await RunAsync(connection, script, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _made[connection.Database] = true;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A resource of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
