namespace Cti.Parquet;

/// <summary>One column of a flat schema.</summary>
/// <param name="Name">Its name as readers see it; not empty.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether NULL may occur; a NULL in a column that is not nullable fails the encoding.</param>
public sealed record ParquetField(string Name, ParquetType Type, bool Nullable)
{
    /// <summary>Digits of a <see cref="ParquetType.Decimal"/>, 1 to 18. Default: 18.</summary>
    public int Precision { get; init; } = 18;

    /// <summary>Digits after the point of a <see cref="ParquetType.Decimal"/>, 0 to <see cref="Precision"/>. Default: 2.</summary>
    public int Scale { get; init; } = 2;

    /// <summary>Whether minimum and maximum of this column are left out of the file, chunks and pages alike, and of the summaries. NULL counts stay. Default: they are not.</summary>
    public bool OmitStatistics { get; init; }

    /// <summary>Whether the caller sees to it that no value comes twice: then there is nothing to count. Default: values may repeat.</summary>
    public bool IsUnique { get; init; }
}
