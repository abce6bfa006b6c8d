using Cti.Parquet.Encodings;

namespace Cti.Parquet;

/// <summary>Values of an <see cref="ParquetType.Int32"/> or <see cref="ParquetType.Date"/> column.</summary>
public sealed class Int32Values : ColumnValues
{
    /// <summary>Takes the values.</summary>
    /// <param name="values">One a row; what stands where a row is NULL does not matter.</param>
    /// <param name="nulls">One byte a row: 0 a value, anything else NULL. Null: no row is NULL.</param>
    /// <param name="count">Rows.</param>
    public Int32Values(int[] values, byte[]? nulls, int count)
        : base(count, Shortest(values.Length, nulls))
    {
        Values = values;
        Nulls = nulls;
    }

    /// <summary>One value a row.</summary>
    public int[] Values { get; }

    /// <summary>One byte a row, 0 where there is a value; null where no row is NULL.</summary>
    public byte[]? Nulls { get; }

    internal override void Describe(Presence presence) => presence.FromFlags(Nulls, Count);
}
