using System.Globalization;
using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>How the values of one generated column are spread, kept over all row groups of a table: how many distinct ones, and where NULLs are.</summary>
internal sealed class ColumnStyle
{
    private static readonly double[] NullRates = [0, 0.02, 0.5, 1];

    private readonly ParquetField field;
    private readonly Random random;
    private readonly object[] pool;
    private readonly double nullRate;
    private readonly bool nullsInBlocks;
    private readonly bool inRuns;

    public ColumnStyle(ParquetField field, Random random)
    {
        this.field = field;
        this.random = random;
        int[] distinct = [1, 2, 5, 60, 300, 5000];
        pool = [.. Enumerable.Range(0, distinct[random.Next(distinct.Length)]).Select(_ => ValuePool.Value(field, random))];
        nullRate = field.Nullable ? NullRates[random.Next(NullRates.Length)] : 0;
        nullsInBlocks = random.Next(2) == 0;
        inRuns = random.Next(3) == 0;
    }

    /// <summary>The column of a row group.</summary>
    public GeneratedColumn Column(int rows)
    {
        object?[] values = new object?[rows];
        object current = pool[0];
        bool block = false;
        for (int row = 0; row < rows; row++)
        {
            if (!inRuns || random.Next(20) == 0) current = pool[random.Next(pool.Length)];
            if (!nullsInBlocks || random.Next(40) == 0) block = random.NextDouble() < nullRate;
            values[row] = block ? null : current;
        }

        return new GeneratedColumn(Build(values), [.. values.Select(Canonical)]);
    }

    private ColumnValues Build(object?[] values)
    {
        byte[]? nulls = values.Contains(null) || random.Next(2) == 0 ? [.. values.Select(v => v is null ? (byte)random.Next(1, 256) : (byte)0), 77] : null;
        return field.Type switch
        {
            ParquetType.Utf8 => random.Next(2) == 0 ? TextLayout.Plain(values, random) : TextLayout.Coded(values, random),
            ParquetType.Boolean => new BooleanValues([.. values.Select(v => v as bool? ?? true), true], nulls, values.Length),
            ParquetType.Double => new DoubleValues([.. values.Select(v => v as double? ?? double.NaN), 0], nulls, values.Length),
            ParquetType.Int32 or ParquetType.Date => new Int32Values([.. values.Select(v => v as int? ?? int.MinValue), 0], nulls, values.Length),
            _ => new Int64Values([.. values.Select(v => v as long? ?? long.MinValue), 0], nulls, values.Length),
        };
    }

    /// <summary>A value in the form of read.mjs.</summary>
    public static string? Canonical(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        double real => double.IsNaN(real) ? "NaN" : BitConverter.DoubleToUInt64Bits(real).ToString("x16", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
