namespace Cti.Warehouses.DuckDb;

/// <summary>Some rows of a stream, by column; they are DuckDB's memory and go with the next chunk.</summary>
internal readonly struct DuckDbChunk(nint chunk)
{
    /// <summary>How many rows: at most 2,048.</summary>
    public int Rows => (int)DuckDbNative.ChunkSize(chunk);

    /// <summary>A column's values.</summary>
    public DuckDbVector Column(int index) => new(DuckDbNative.ChunkVector(chunk, (ulong)index));
}
