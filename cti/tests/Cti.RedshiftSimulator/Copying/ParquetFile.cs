using System.Globalization;
using System.Runtime.InteropServices;
using Cti.Warehouses.DuckDb;

namespace Cti.RedshiftSimulator;

/// <summary>A Parquet file, read a chunk of rows at a time by libduckdb; memory does not grow with the file.</summary>
internal sealed unsafe class ParquetFile : IDisposable
{
    private readonly DuckDbDatabaseHandle _database;
    private readonly DuckDbConnectionHandle _connection;
    private DuckDbRawResult* _result;
    private nint _statement;
    private nint _chunk;

    private ParquetFile(DuckDbDatabaseHandle database)
    {
        _database = database;
        _connection = database.Connect();
    }

    /// <summary>Its columns, in order.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; private set; } = [];

    /// <summary>Rows of the chunk at hand.</summary>
    public int ChunkRows => (int)DuckDbNative.ChunkSize(_chunk);

    /// <summary>Opens a file and reads its footer.</summary>
    /// <exception cref="DuckDbException">It is no Parquet file.</exception>
    public static ParquetFile Open(string path)
    {
        ParquetFile file = new(OpenDatabase());
        try
        {
            file.Columns = file.ReadColumns(path);
            return file;
        }
        catch (DuckDbException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Begins to read the rows, in the order of the file.</summary>
    public void Start(string path)
    {
        if (ParquetNative.Prepare(_connection, $"SELECT * FROM read_parquet({Quote(path)}, hive_partitioning = false)", out _statement) != DuckDbNative.Success)
            throw new DuckDbException(DuckDbErrorType.Invalid, Marshal.PtrToStringUTF8((nint)ParquetNative.PrepareError(_statement)) ?? "no reason given");
        _result = (DuckDbRawResult*)NativeMemory.AllocZeroed((nuint)sizeof(DuckDbRawResult));
        if (ParquetNative.ExecuteStreaming(_statement, _result) != DuckDbNative.Success)
            throw Failure();
    }

    /// <summary>Goes on to the next chunk; false at the end.</summary>
    /// <exception cref="DuckDbException">The file is broken.</exception>
    public bool Next()
    {
        DropChunk();
        _chunk = DuckDbNative.FetchChunk(*_result);
        if (_chunk == 0 && DuckDbNative.ResultError(_result) != null)
            throw Failure();
        if (_chunk != 0 && ChunkRows == 0)
            DropChunk();
        return _chunk != 0;
    }

    /// <summary>The values of a column in the chunk at hand.</summary>
    public ParquetVector Vector(int column)
    {
        nint vector = DuckDbNative.ChunkVector(_chunk, (ulong)column);
        return new ParquetVector((byte*)DuckDbNative.VectorData(vector), DuckDbNative.VectorValidity(vector));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DropChunk();
        if (_result != null)
        {
            DuckDbNative.DestroyResult(_result);
            NativeMemory.Free(_result);
            _result = null;
        }

        if (_statement != 0)
            ParquetNative.DestroyPrepare(ref _statement);
        _connection.Dispose();
        _database.Dispose();
    }

    // One thread, so that rows come in the order of the file; the bound holds whatever the file's row groups are.
    private static DuckDbDatabaseHandle OpenDatabase()
    {
        if (DuckDbNative.CreateConfig(out nint config) != DuckDbNative.Success)
            throw new DuckDbException(DuckDbErrorType.OutOfMemory, "no memory for the configuration");
        try
        {
            foreach ((string name, string value) in ((string, string)[])[("threads", "1"), ("memory_limit", "512MB")])
                _ = DuckDbNative.SetConfig(config, name, value);
            return DuckDbNative.OpenExt(":memory:", out nint database, config, out byte* error) == DuckDbNative.Success
                ? new DuckDbDatabaseHandle(database)
                : throw new DuckDbException(DuckDbErrorType.IO, Marshal.PtrToStringUTF8((nint)error) ?? "no reason given");
        }
        finally
        {
            DuckDbNative.DestroyConfig(ref config);
        }
    }

    private List<ParquetColumn> ReadColumns(string path)
    {
        using DuckDbResult types = DuckDbResult.Run(_connection, $"DESCRIBE SELECT * FROM read_parquet({Quote(path)}, hive_partitioning = false)");
        IReadOnlyList<IReadOnlyList<object?>> described = types.ToTable().Rows;
        using DuckDbResult footer = DuckDbResult.Run(
            _connection, $"SELECT name, type::VARCHAR, coalesce(logical_type::VARCHAR, converted_type::VARCHAR, '') FROM parquet_schema({Quote(path)}) WHERE type IS NOT NULL");
        IReadOnlyList<IReadOnlyList<object?>> leaves = footer.ToTable().Rows;
        // Nested columns have more leaves than columns; none of them has a physical type that fits anything.
        return [.. described.Select((d, i) => leaves.Count == described.Count
            ? new ParquetColumn((string)d[0]!, (string)leaves[i][1]!, (string)leaves[i][2]!, (string)d[1]!)
            : new ParquetColumn((string)d[0]!, "GROUP", "", (string)d[1]!))];
    }

    private void DropChunk()
    {
        if (_chunk != 0)
            DuckDbNative.DestroyDataChunk(ref _chunk);
    }

    private DuckDbException Failure() => new(DuckDbErrorType.IO, Marshal.PtrToStringUTF8((nint)DuckDbNative.ResultError(_result)) ?? "no reason given");

    private static string Quote(string path) => string.Create(CultureInfo.InvariantCulture, $"'{path.Replace("'", "''", StringComparison.Ordinal)}'");
}
