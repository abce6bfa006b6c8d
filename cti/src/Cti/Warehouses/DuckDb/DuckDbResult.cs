using System.Runtime.InteropServices;

namespace Cti.Warehouses.DuckDb;

/// <summary>The answer to one statement, read chunk by chunk.</summary>
internal sealed unsafe class DuckDbResult : IDisposable
{
    private readonly DuckDbRawResult* _raw;
    private bool _disposed;

    private DuckDbResult(DuckDbRawResult* raw) => _raw = raw;

    /// <summary>Rows that an INSERT, UPDATE or DELETE changed; 0 for other statements.</summary>
    public long RowsChanged => (long)DuckDbNative.RowsChanged(_raw);

    /// <summary>Runs a statement to its end.</summary>
    /// <exception cref="DuckDbException">DuckDB refused it.</exception>
    public static DuckDbResult Run(DuckDbConnectionHandle connection, string sql)
    {
        // In native memory, as DuckDB keeps the address while the result lives and the collector must not move it.
        DuckDbRawResult* raw = (DuckDbRawResult*)NativeMemory.AllocZeroed((nuint)sizeof(DuckDbRawResult));
        DuckDbResult result = new(raw);
        if (DuckDbNative.Query(connection, sql, raw) == DuckDbNative.Success)
            return result;

        DuckDbErrorType type = (DuckDbErrorType)DuckDbNative.ResultErrorType(raw);
        string message = Marshal.PtrToStringUTF8((nint)DuckDbNative.ResultError(raw)) ?? "no reason given";
        result.Dispose();
        throw new DuckDbException(type, message);
    }

    /// <summary>All rows, as values of the types that <see cref="QueryTable"/> names.</summary>
    public QueryTable ToTable()
    {
        int columns = (int)DuckDbNative.ColumnCount(_raw);
        string[] names = new string[columns];
        DuckDbColumn[] readers = new DuckDbColumn[columns];
        for (int c = 0; c < columns; c++)
        {
            names[c] = Marshal.PtrToStringUTF8((nint)DuckDbNative.ColumnName(_raw, (ulong)c)) ?? "";
            readers[c] = DuckDbColumn.Of(_raw, c);
        }

        List<IReadOnlyList<object?>> rows = [];
        for (nint chunk = DuckDbNative.FetchChunk(*_raw); chunk != 0; chunk = DuckDbNative.FetchChunk(*_raw))
        {
            try
            {
                AddRows(chunk, readers, rows);
            }
            finally
            {
                DuckDbNative.DestroyDataChunk(ref chunk);
            }
        }

        return new QueryTable(names, rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        DuckDbNative.DestroyResult(_raw);
        NativeMemory.Free(_raw);
    }

    private static void AddRows(nint chunk, DuckDbColumn[] columns, List<IReadOnlyList<object?>> rows)
    {
        int count = (int)DuckDbNative.ChunkSize(chunk);
        object?[][] added = new object?[count][];
        for (int r = 0; r < count; r++)
            rows.Add(added[r] = new object?[columns.Length]);
        for (int c = 0; c < columns.Length; c++)
        {
            nint vector = DuckDbNative.ChunkVector(chunk, (ulong)c);
            byte* data = (byte*)DuckDbNative.VectorData(vector);
            ulong* validity = DuckDbNative.VectorValidity(vector);
            for (int r = 0; r < count; r++)
            {
                // No mask at all means that every row is valid.
                bool valid = validity == null || (validity[r >> 6] & (1UL << (r & 63))) != 0;
                added[r][c] = valid ? columns[c].Read(data, r) : null;
            }
        }
    }
}
