using System.Runtime.InteropServices;

namespace Cti.Warehouses.DuckDb;

/// <summary><c>duckdb_result</c> as the header lays it out: only DuckDB looks inside.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DuckDbRawResult
{
    private readonly ulong _columnCount;
    private readonly ulong _rowCount;
    private readonly ulong _rowsChanged;
    private readonly nint _columns;
    private readonly nint _errorMessage;
    private readonly nint _internalData;
}
