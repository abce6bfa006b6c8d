namespace Cti.Parquet;

/// <summary>The column types this writer knows: those that Redshift, Athena, DuckDB and Polars all read alike.</summary>
public enum ParquetType
{
    /// <summary>UTF-8 text: BYTE_ARRAY, annotated STRING (UTF8).</summary>
    Utf8,

    /// <summary>Signed 32-bit integer: INT32.</summary>
    Int32,

    /// <summary>Signed 64-bit integer: INT64.</summary>
    Int64,

    /// <summary>IEEE double: DOUBLE.</summary>
    Double,

    /// <summary>True or false: BOOLEAN.</summary>
    Boolean,

    /// <summary>Days since 1970-01-01: INT32, annotated DATE.</summary>
    Date,

    /// <summary>Microseconds since 1970-01-01T00:00:00 of a clock without zone: INT64, annotated TIMESTAMP(MICROS, not adjusted to UTC).</summary>
    TimestampMicros,

    /// <summary>Fixed-point number as an unscaled INT64, annotated DECIMAL(precision, scale).</summary>
    Decimal,
}
