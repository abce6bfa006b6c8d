using Cti.Parquet.Encodings;

namespace Cti.Parquet;

/// <summary>The values of one column of one row group. The arrays stay the caller's: they may be pooled, and longer than <see cref="Count"/>.</summary>
public abstract class ColumnValues
{
    /// <summary>Checks the count against the arrays.</summary>
    private protected ColumnValues(int count, int shortestArray)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (shortestArray < count) throw new ArgumentException($"{count} rows announced, but an array holds only {shortestArray}.", nameof(count));
        Count = count;
    }

    /// <summary>Rows, NULLs included.</summary>
    public int Count { get; }

    /// <summary>Tells which rows hold a value.</summary>
    internal abstract void Describe(Presence presence);

    private protected static int Shortest(int values, byte[]? nulls) => nulls is null ? values : Math.Min(values, nulls.Length);
}
