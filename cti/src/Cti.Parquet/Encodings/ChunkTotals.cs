namespace Cti.Parquet.Encodings;

/// <summary>What an encoder has learnt of the values of a chunk.</summary>
/// <param name="Bounds">Bounds in the form of the file.</param>
/// <param name="Min">The least value, whole.</param>
/// <param name="Max">The greatest value, whole.</param>
/// <param name="LongestBytes">The longest text in bytes.</param>
/// <param name="NaNs">NaNs among doubles.</param>
internal readonly record struct ChunkTotals(PageBounds Bounds, byte[]? Min, byte[]? Max, int LongestBytes = 0, long NaNs = 0);
