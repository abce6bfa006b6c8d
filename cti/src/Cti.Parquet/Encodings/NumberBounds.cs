using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cti.Parquet.Encodings;

/// <summary>Least and greatest of numbers, NaNs counted apart.</summary>
internal readonly record struct NumberBounds<T>(T Min, T Max, int Count, long NaNs)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>The bounds of no numbers.</summary>
    public static NumberBounds<T> None => new(T.MaxValue, T.MinValue, 0, 0);

    /// <summary>The bounds of these numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static NumberBounds<T> Of(ReadOnlySpan<T> values)
    {
        // Infinities lie outside of a double's MinValue and MaxValue: start from a real value instead.
        long nans = 0;
        int first = 0;
        while (first < values.Length && T.IsNaN(values[first])) first++;
        nans += first;
        if (first == values.Length) return None with { Count = values.Length, NaNs = nans };
        T min = values[first];
        T max = min;
        foreach (T value in values[(first + 1)..])
        {
            if (value < min) min = value;
            if (value > max) max = value;
            if (T.IsNaN(value)) nans++;
        }

        return new NumberBounds<T>(min, max, values.Length, nans);
    }

    /// <summary>The bounds of both sets of numbers.</summary>
    public NumberBounds<T> With(NumberBounds<T> other)
    {
        if (Count == NaNs) return other with { Count = Count + other.Count, NaNs = NaNs + other.NaNs };
        if (other.Count == other.NaNs) return this with { Count = Count + other.Count, NaNs = NaNs + other.NaNs };
        return new NumberBounds<T>(T.Min(Min, other.Min), T.Max(Max, other.Max), Count + other.Count, NaNs + other.NaNs);
    }

    /// <summary>The form the file holds. None where there is a NaN: readers disagree on where it sorts, and some would skip it.</summary>
    public PageBounds ToPage()
    {
        if (Count == 0 || NaNs > 0) return default;
        return new PageBounds(Bytes(Min == T.Zero ? NegativeZero : Min), Bytes(Max == T.Zero ? T.Zero : Max));
    }

    /// <summary>Zero is written as -0 in a minimum and as +0 in a maximum, since the two are equal in order; integers have one zero.</summary>
    private static T NegativeZero => -T.Zero;

    private static byte[] Bytes(T value) => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
}
