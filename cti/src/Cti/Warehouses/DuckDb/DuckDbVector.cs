namespace Cti.Warehouses.DuckDb;

/// <summary>One column of a chunk, read where DuckDB keeps it.</summary>
internal readonly unsafe struct DuckDbVector
{
    private const int TextSlotBytes = 16;
    private const int InlinedBytes = 12;
    private readonly byte* _data;
    private readonly ulong* _validity;

    /// <summary>Finds the memory of a vector.</summary>
    public DuckDbVector(nint vector)
    {
        _data = (byte*)DuckDbNative.VectorData(vector);
        _validity = DuckDbNative.VectorValidity(vector);
    }

    /// <summary>Whether a row has a value. No mask at all means that every row has one.</summary>
    public bool HasValue(int row) => _validity == null || (_validity[row >> 6] & (1UL << (row & 63))) != 0;

    /// <summary>A row's value of fixed size, as DuckDB holds it.</summary>
    public T Value<T>(int row)
        where T : unmanaged => ((T*)_data)[row];

    /// <summary>Bytes of a row's text.</summary>
    public int TextLength(int row) => *(int*)(_data + ((long)row * TextSlotBytes));

    /// <summary>A row's text in UTF-8.</summary>
    public ReadOnlySpan<byte> Text(int row)
    {
        byte* slot = _data + ((long)row * TextSlotBytes);
        int length = *(int*)slot;
        // Short texts lie in the slot itself; of longer ones it holds the first four bytes and where they are.
        return new ReadOnlySpan<byte>(length <= InlinedBytes ? slot + 4 : *(byte**)(slot + 8), length);
    }
}
