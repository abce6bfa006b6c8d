namespace Cti.Parquet.Encodings;

/// <summary>Least and greatest value of a page or chunk as the file holds them: null where there is none to give.</summary>
/// <param name="Min">At most the least value.</param>
/// <param name="Max">At least the greatest value.</param>
/// <param name="MinExact">Whether <paramref name="Min"/> is the least value itself.</param>
/// <param name="MaxExact">Whether <paramref name="Max"/> is the greatest value itself.</param>
internal readonly record struct PageBounds(byte[]? Min, byte[]? Max, bool MinExact = true, bool MaxExact = true);
