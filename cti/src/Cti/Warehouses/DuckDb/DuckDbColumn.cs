using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Cti.Warehouses.DuckDb;

/// <summary>How the values of one result column are read from a vector's memory.</summary>
internal readonly unsafe struct DuckDbColumn
{
    private const int InlinedBytes = 12;

    /// <summary>Digits behind the point that a decimal can have; DuckDB's go to 38.</summary>
    private const byte GreatestScale = 28;
    private readonly DuckDbType _type;
    private readonly DuckDbType _decimalStorage;
    private readonly byte _scale;

    private DuckDbColumn(DuckDbType type, DuckDbType decimalStorage, byte scale)
    {
        _type = type;
        _decimalStorage = decimalStorage;
        _scale = scale;
    }

    /// <summary>The reader for a column of a result.</summary>
    public static DuckDbColumn Of(DuckDbRawResult* result, int column)
    {
        nint logical = DuckDbNative.ColumnLogicalType(result, (ulong)column);
        try
        {
            DuckDbType type = (DuckDbType)DuckDbNative.GetTypeId(logical);
            return type == DuckDbType.Decimal
                ? new DuckDbColumn(type, (DuckDbType)DuckDbNative.DecimalInternalType(logical), DuckDbNative.DecimalScale(logical))
                : new DuckDbColumn(type, type, 0);
        }
        finally
        {
            DuckDbNative.DestroyLogicalType(ref logical);
        }
    }

    /// <summary>The value of a row that is not NULL.</summary>
    public object Read(byte* data, int row) => _type switch
    {
        DuckDbType.Boolean => data[row] != 0,
        DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.BigInt => (long)Integer(_type, data, row),
        DuckDbType.UBigInt => checked((long)((ulong*)data)[row]),
        DuckDbType.HugeInt when FitsInt64(Integer(_type, data, row)) => (long)Integer(_type, data, row),
        DuckDbType.HugeInt => (decimal)Integer(_type, data, row),
        DuckDbType.Float => (double)((float*)data)[row],
        DuckDbType.Double => ((double*)data)[row],
        DuckDbType.Decimal => Scaled((decimal)Integer(_decimalStorage, data, row)),
        DuckDbType.Timestamp => DateTime.UnixEpoch.AddTicks(((long*)data)[row] * TimeSpan.TicksPerMicrosecond),
        DuckDbType.Date => DateTime.UnixEpoch.AddDays(((int*)data)[row]),
        DuckDbType.Varchar => Text(data + (row * 16)),
        _ => throw new DuckDbException(DuckDbErrorType.Invalid, string.Create(CultureInfo.InvariantCulture, $"a column of type {(int)_type} cannot be shown; cast it to VARCHAR in the query")),
    };

    private static Int128 Integer(DuckDbType type, byte* data, int row) => type switch
    {
        DuckDbType.TinyInt => ((sbyte*)data)[row],
        DuckDbType.SmallInt => ((short*)data)[row],
        DuckDbType.Integer => ((int*)data)[row],
        DuckDbType.BigInt => ((long*)data)[row],
        _ => BinaryPrimitives.ReadInt128LittleEndian(new ReadOnlySpan<byte>(data + (row * 16), 16)),
    };

    private static bool FitsInt64(Int128 value) => value >= long.MinValue && value <= long.MaxValue;

    // A product keeps the digits after its point, as the other warehouses show them: money is 30.50, not 30.5.
    private decimal Scaled(decimal units) => units * new decimal(1, 0, 0, isNegative: false, Math.Min(_scale, GreatestScale)) / (decimal)Math.Pow(10, Math.Max(0, _scale - GreatestScale));

    private static string Text(byte* value)
    {
        int length = (int)*(uint*)value;
        byte* bytes = length <= InlinedBytes ? value + 4 : *(byte**)(value + 8);
        return Encoding.UTF8.GetString(bytes, length);
    }
}
