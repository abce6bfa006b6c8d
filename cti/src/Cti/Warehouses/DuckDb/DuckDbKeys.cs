using Cti.Records;
using Cti.Warehouses.Keys;

namespace Cti.Warehouses.DuckDb;

/// <summary>Reads the keys of a warehouse's file: all of a table's, a chunk at a time, which is faster than to look some up.</summary>
/// <param name="connection">The file, open.</param>
/// <param name="naming">The settings' schema.</param>
internal sealed class DuckDbKeys(DuckDbConnection connection, TableNaming naming) : IKeyReader
{
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;
    private readonly string _schema = naming.SchemaIn(Dialect);

    /// <inheritdoc/>
    public Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken) =>
        new KeyLookup(Dialect, naming, "information_schema.tables", (sql, token) => Task.FromResult(connection.Query(sql, token))).StateAsync(dataset, cancellationToken);

    /// <inheritdoc/>
    public Task FindAsync(Dataset dataset, IEnumerable<string> keys, Action<ReadOnlySpan<byte>> found, CancellationToken cancellationToken)
    {
        TableDefinition table = dataset.Tables[0];
        if (DuckDbTables.Look(connection, table, _schema, table.Name, cancellationToken) is not null)
            Read(connection, Dialect.Qualify(_schema, table.Name), table, found, cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>Reads the keys from a table or a table function.</summary>
    /// <exception cref="DuckDbException">They cannot be read.</exception>
    public static void Read(DuckDbConnection connection, string from, TableDefinition table, Action<ReadOnlySpan<byte>> found, CancellationToken cancellationToken)
    {
        using DuckDbStream stream = connection.Stream($"SELECT CAST({Dialect.Quote(table.Key[0])} AS VARCHAR) FROM {from}");
        while (stream.Next(out DuckDbChunk chunk, cancellationToken))
        {
            DuckDbVector keys = chunk.Column(0);
            for (int row = 0; row < chunk.Rows; row++)
            {
                if (keys.HasValue(row))
                    found(keys.Text(row));
            }
        }
    }
}
