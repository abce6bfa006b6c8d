namespace Cti.Warehouses.DuckDb;

/// <summary>The kinds of <c>duckdb_type</c> that a query here may answer with.</summary>
internal enum DuckDbType
{
    /// <summary>True or false in one byte.</summary>
    Boolean = 1,

    /// <summary>8 bits.</summary>
    TinyInt = 2,

    /// <summary>16 bits.</summary>
    SmallInt = 3,

    /// <summary>32 bits.</summary>
    Integer = 4,

    /// <summary>64 bits.</summary>
    BigInt = 5,

    /// <summary>64 bits, unsigned.</summary>
    UBigInt = 9,

    /// <summary>Single precision.</summary>
    Float = 10,

    /// <summary>Double precision.</summary>
    Double = 11,

    /// <summary>Microseconds since 1970.</summary>
    Timestamp = 12,

    /// <summary>Days since 1970, 32 bits.</summary>
    Date = 13,

    /// <summary>128 bits: what a sum of 64-bit integers gives.</summary>
    HugeInt = 16,

    /// <summary>UTF-8 text: length, then up to 12 bytes or prefix and pointer.</summary>
    Varchar = 17,

    /// <summary>A scaled integer of 16 to 128 bits.</summary>
    Decimal = 19,
}
