using System.Runtime.CompilerServices;
using Cti.Parquet;
using Cti.Records.Batches;
using Cti.Records.Columns;

namespace Cti.Sinks.Parquet;

/// <summary>The values of one column at the selected rows, as the encoder takes them; the texts themselves are not copied.</summary>
/// <param name="type">The column's logical type.</param>
internal sealed class GatheredColumn(ColumnType type)
{
    private int[] _starts = [];
    private int[] _lengths = [];
    private long[] _values = [];
    private byte[] _nulls = [];
    private int[] _ints = [];
    private double[] _doubles = [];
    private bool[] _flags = [];

    /// <summary>The values at <paramref name="rows"/>; they are valid until the next call.</summary>
    public ColumnValues Gather(ColumnVector column, int[] rows, int count) => column switch
    {
        TextColumn { IsDictionary: true } text => Codes(text, rows, count),
        TextColumn text => Slices(text, rows, count),
        Int64Column numbers => Typed(Numbers(numbers, rows, count)),
        _ => throw new InvalidOperationException($"No Parquet values can be made of a {column.GetType().Name}."),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Utf8DictionaryValues Codes(TextColumn text, int[] rows, int count)
    {
        Room(ref _starts, count);
        int[] codes = text.Codes;
        for (int i = 0; i < count; i++)
            _starts[i] = codes[rows[i]];
        return new Utf8DictionaryValues(new Utf8Values(text.Data, text.Starts, text.Lengths, text.EntryCount), _starts, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Utf8Values Slices(TextColumn text, int[] rows, int count)
    {
        Room(ref _starts, count);
        Room(ref _lengths, count);
        int[] starts = text.Starts;
        int[] lengths = text.Lengths;
        for (int i = 0; i < count; i++)
        {
            int row = rows[i];
            _starts[i] = starts[row];
            _lengths[i] = lengths[row];
        }

        return new Utf8Values(text.Data, _starts, _lengths, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Int64Values Numbers(Int64Column numbers, int[] rows, int count)
    {
        Room(ref _values, count);
        for (int i = 0; i < count; i++)
            _values[i] = numbers.Values[rows[i]];
        if (!numbers.HasNulls)
            return new Int64Values(_values, null, count);
        Room(ref _nulls, count);
        for (int i = 0; i < count; i++)
            _nulls[i] = numbers.Nulls[rows[i]];
        return new Int64Values(_values, _nulls, count);
    }

    /// <summary>Whole numbers as the physical type that the column has.</summary>
    private ColumnValues Typed(Int64Values numbers) => type switch
    {
        ColumnType.Int32 or ColumnType.Date => new Int32Values(Converted(numbers, ref _ints, value => (int)value), numbers.Nulls, numbers.Count),
        ColumnType.Double => new DoubleValues(Converted(numbers, ref _doubles, BitConverter.Int64BitsToDouble), numbers.Nulls, numbers.Count),
        ColumnType.Boolean => new BooleanValues(Converted(numbers, ref _flags, value => value != 0), numbers.Nulls, numbers.Count),
        _ => numbers,
    };

    private static T[] Converted<T>(Int64Values numbers, ref T[] into, Func<long, T> convert)
    {
        Room(ref into, numbers.Count);
        for (int i = 0; i < numbers.Count; i++)
            into[i] = convert(numbers.Values[i]);
        return into;
    }

    private static void Room<T>(ref T[] array, int count)
    {
        if (array.Length < count)
            array = new T[count + (count >> 1)];
    }
}
