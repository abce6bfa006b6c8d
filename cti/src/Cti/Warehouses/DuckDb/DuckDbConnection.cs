namespace Cti.Warehouses.DuckDb;

/// <summary>An open database with one connection: statements run one at a time and stop when their token is cancelled.</summary>
internal sealed class DuckDbConnection : IDisposable
{
    private readonly DuckDbDatabaseHandle _database;
    private readonly DuckDbConnectionHandle _connection;

    private DuckDbConnection(DuckDbDatabaseHandle database, DuckDbConnectionHandle connection)
    {
        _database = database;
        _connection = connection;
    }

    /// <summary>Opens a database file, making it where there is none.</summary>
    /// <param name="path">The file, or <c>:memory:</c>.</param>
    /// <param name="configuration">DuckDB's options by name.</param>
    /// <exception cref="DuckDbException">It cannot be opened; <see cref="DuckDbErrorType.IO"/> where another process has it.</exception>
    public static DuckDbConnection Open(string path, IReadOnlyDictionary<string, string> configuration)
    {
        DuckDbDatabaseHandle database = OpenDatabase(path, configuration);
        try
        {
            return new DuckDbConnection(database, database.Connect());
        }
        catch (DuckDbException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement and says how many rows it changed.</summary>
    /// <exception cref="DuckDbException">DuckDB refused it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; inside a transaction, that is lost.</exception>
    public long Execute(string sql, CancellationToken cancellationToken)
    {
        using DuckDbResult result = Run(sql, cancellationToken);
        return result.RowsChanged;
    }

    /// <summary>Runs a query and gives all its rows; for answers of human size.</summary>
    /// <exception cref="DuckDbException">DuckDB refused it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public QueryTable Query(string sql, CancellationToken cancellationToken)
    {
        using DuckDbResult result = Run(sql, cancellationToken);
        return result.ToTable();
    }

    /// <summary>Runs a query of one row and one column that is an integer.</summary>
    public long Count(string sql, CancellationToken cancellationToken) => (long)Query(sql, cancellationToken).Rows[0][0]!;

    /// <summary>Runs a query whose rows are computed as they are read; nothing else may run on the connection meanwhile.</summary>
    /// <exception cref="DuckDbException">DuckDB refused it.</exception>
    public DuckDbStream Stream(string sql) => DuckDbStream.Open(_connection, sql);

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private static unsafe DuckDbDatabaseHandle OpenDatabase(string path, IReadOnlyDictionary<string, string> configuration)
    {
        if (DuckDbNative.CreateConfig(out nint config) != DuckDbNative.Success)
            throw new DuckDbException(DuckDbErrorType.OutOfMemory, "no memory for the configuration");
        try
        {
            foreach ((string name, string value) in configuration)
            {
                if (DuckDbNative.SetConfig(config, name, value) != DuckDbNative.Success)
                    throw new DuckDbException(DuckDbErrorType.Invalid, $"option {name} does not take the value '{value}'");
            }

            if (DuckDbNative.OpenExt(path, out nint database, config, out byte* error) == DuckDbNative.Success)
                return new DuckDbDatabaseHandle(database);

            string message = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)error) ?? "no reason given";
            DuckDbNative.Free(error);
            throw new DuckDbException(DuckDbErrorType.IO, message);
        }
        finally
        {
            DuckDbNative.DestroyConfig(ref config);
        }
    }

    private DuckDbResult Run(string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static state => DuckDbNative.Interrupt((DuckDbConnectionHandle)state!), _connection);
        try
        {
            return DuckDbResult.Run(_connection, sql);
        }
        catch (DuckDbException e) when (e.Type == DuckDbErrorType.Interrupt)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
