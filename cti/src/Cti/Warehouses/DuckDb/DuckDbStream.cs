using System.Runtime.InteropServices;

namespace Cti.Warehouses.DuckDb;

/// <summary>The rows of a query in order, a chunk at a time, computed as they are read: memory does not grow with their number.</summary>
internal sealed unsafe class DuckDbStream : IDisposable
{
    private readonly DuckDbConnectionHandle _connection;
    private readonly DuckDbRawResult* _raw;
    private nint _statement;
    private nint _chunk;
    private bool _disposed;

    private DuckDbStream(DuckDbConnectionHandle connection)
    {
        _connection = connection;
        // In native memory, as DuckDB keeps the address while the result lives and the collector must not move it.
        _raw = (DuckDbRawResult*)NativeMemory.AllocZeroed((nuint)sizeof(DuckDbRawResult));
    }

    /// <summary>The kinds of the columns, in order.</summary>
    public IReadOnlyList<DuckDbType> Types { get; private set; } = [];

    /// <summary>Begins a query.</summary>
    /// <exception cref="DuckDbException">DuckDB refused it.</exception>
    public static DuckDbStream Open(DuckDbConnectionHandle connection, string sql)
    {
        DuckDbStream stream = new(connection);
        bool begun = false;
        try
        {
            if (DuckDbNative.Prepare(connection, sql, out stream._statement) != DuckDbNative.Success)
                throw new DuckDbException(DuckDbErrorType.Invalid, Text(DuckDbNative.PrepareError(stream._statement)));
            if (DuckDbNative.ExecuteStreaming(stream._statement, stream._raw) != DuckDbNative.Success)
                throw stream.Error();
            stream.ReadTypes();
            begun = true;
            return stream;
        }
        finally
        {
            if (!begun)
                stream.Dispose();
        }
    }

    /// <summary>The next rows; false after the last. They are valid until the next call.</summary>
    /// <exception cref="DuckDbException">DuckDB could not compute them.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Next(out DuckDbChunk chunk, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FreeChunk();
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static state => DuckDbNative.Interrupt((DuckDbConnectionHandle)state!), _connection);
        _chunk = DuckDbNative.FetchChunk(*_raw);
        chunk = new DuckDbChunk(_chunk);
        if (_chunk != 0)
            return true;
        // The end and a failure both give no chunk: only the error's text tells them apart.
        if (DuckDbNative.ResultError(_raw) == null)
            return false;
        DuckDbException error = Error();
        throw error.Type == DuckDbErrorType.Interrupt ? new OperationCanceledException(error.Message, error, cancellationToken) : error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        FreeChunk();
        DuckDbNative.DestroyResult(_raw);
        if (_statement != 0)
            DuckDbNative.DestroyPrepare(ref _statement);
        NativeMemory.Free(_raw);
    }

    private void FreeChunk()
    {
        if (_chunk != 0)
            DuckDbNative.DestroyDataChunk(ref _chunk);
        _chunk = 0;
    }

    private void ReadTypes()
    {
        DuckDbType[] types = new DuckDbType[(int)DuckDbNative.ColumnCount(_raw)];
        for (int c = 0; c < types.Length; c++)
        {
            nint logical = DuckDbNative.ColumnLogicalType(_raw, (ulong)c);
            types[c] = (DuckDbType)DuckDbNative.GetTypeId(logical);
            DuckDbNative.DestroyLogicalType(ref logical);
        }

        Types = types;
    }

    private DuckDbException Error() => new((DuckDbErrorType)DuckDbNative.ResultErrorType(_raw), Text(DuckDbNative.ResultError(_raw)));

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "no reason given";
}
