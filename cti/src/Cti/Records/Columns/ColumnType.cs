namespace Cti.Records.Columns;

/// <summary>The logical types a warehouse column may have; each has one physical Parquet type and one type a warehouse.</summary>
public enum ColumnType
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Compact JSON as text (a list or an open object).</summary>
    Json,

    /// <summary>UUID as 36 characters of lower-case text.</summary>
    Uuid,

    /// <summary>32-bit integer.</summary>
    Int32,

    /// <summary>64-bit integer.</summary>
    Int64,

    /// <summary>DECIMAL(18,2), held as a 64-bit integer of hundredths.</summary>
    Money,

    /// <summary>Double-precision floating point, for ratios.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Calendar date, days since 1970-01-01.</summary>
    Date,

    /// <summary>Microseconds since 1970-01-01 UTC, without zone.</summary>
    Timestamp,
}
