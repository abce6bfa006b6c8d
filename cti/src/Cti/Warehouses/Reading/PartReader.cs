using Cti.Records;
using Cti.Warehouses.DuckDb;

namespace Cti.Warehouses.Reading;

/// <summary>Reads a run's Parquet parts for warehouses that take rows: an engine without a database, within the process's memory bound.</summary>
internal sealed class PartReader : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly bool _owned;

    private PartReader(DuckDbConnection connection, bool owned) => (_connection, _owned) = (connection, owned);

    /// <summary>Reads by an engine that is open already, and that stays open.</summary>
    public static PartReader Over(DuckDbConnection connection) => new(connection, owned: false);

    /// <summary>Starts the engine.</summary>
    /// <param name="options">The process's bound, threads.</param>
    /// <param name="scratch">Where it may spill.</param>
    /// <exception cref="Failures.CtiException">Usage: the library is missing.</exception>
    public static PartReader Open(DuckDbOptions options, string scratch)
    {
        // The order of the file is what lets a row at fault be named.
        return new PartReader(DuckDbConnection.Open(":memory:", DuckDbConfiguration.Of(DuckDbMemory.Left(options), scratch, ordered: true)), owned: true);
    }

    /// <summary>The rows of a part in the order of the file; one part is read at a time.</summary>
    /// <param name="table">The declaration, which the file must match.</param>
    /// <param name="file">The part, local.</param>
    /// <param name="uri">Where it came from, for messages.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Failures.CtiException">RefusedByWarehouse: it has other columns.</exception>
    /// <exception cref="DuckDbException">It cannot be read.</exception>
    public DuckDbStream Rows(TableDefinition table, string file, string uri, CancellationToken cancellationToken)
    {
        PartColumns.Check(_connection, table, file, uri, cancellationToken);
        return _connection.Stream(PartSql.Rows(file));
    }

    /// <summary>Runs a query over parts; for answers of human size.</summary>
    /// <exception cref="DuckDbException">DuckDB refused it.</exception>
    public QueryTable Query(string sql, CancellationToken cancellationToken) => _connection.Query(sql, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owned)
            _connection.Dispose();
    }
}
