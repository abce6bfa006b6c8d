using Cti.Parquet.Metadata;

namespace Cti.Parquet;

/// <summary>What is known of the values of a column, of one row group or of a whole file.</summary>
public sealed record ColumnSummary
{
    /// <summary>The column.</summary>
    public required ParquetField Field { get; init; }

    /// <summary>Rows, NULLs included.</summary>
    public required long Rows { get; init; }

    /// <summary>NULLs.</summary>
    public required long Nulls { get; init; }

    /// <summary>The longest value in bytes; 0 for other types than text and where there is no value.</summary>
    public required int LongestBytes { get; init; }

    /// <summary>The least value, whole, as PLAIN encodes it but without a length; null where there is no value, a NaN among doubles, or <see cref="ParquetField.OmitStatistics"/> set.</summary>
    public byte[]? Min { get; init; }

    /// <summary>The greatest value, in the form of <see cref="Min"/>.</summary>
    public byte[]? Max { get; init; }

    /// <summary>NaNs of a double column.</summary>
    public long NaNs { get; init; }

    /// <summary><see cref="Min"/> as invariant text: dates as yyyy-MM-dd, timestamps as yyyy-MM-ddTHH:mm:ss.ffffff, decimals with their scale.</summary>
    public string? MinText => Min is null ? null : ValueText.Format(Field, Min);

    /// <summary><see cref="Max"/> as invariant text.</summary>
    public string? MaxText => Max is null ? null : ValueText.Format(Field, Max);

    internal static ColumnSummary Empty(ParquetField field) => new() { Field = field, Rows = 0, Nulls = 0, LongestBytes = 0 };

    /// <summary>The summary of both sets of rows together.</summary>
    internal ColumnSummary With(ColumnSummary other)
    {
        bool bounded = NaNs + other.NaNs == 0;
        return this with
        {
            Rows = Rows + other.Rows,
            Nulls = Nulls + other.Nulls,
            LongestBytes = Math.Max(LongestBytes, other.LongestBytes),
            NaNs = NaNs + other.NaNs,
            Min = bounded ? Pick(Min, other.Min, -1) : null,
            Max = bounded ? Pick(Max, other.Max, 1) : null,
        };
    }

    private byte[]? Pick(byte[]? left, byte[]? right, int sign)
    {
        if (left is null) return right;
        if (right is null) return left;
        return ValueOrder.Compare(Field.Type, left, right) * sign >= 0 ? left : right;
    }
}
