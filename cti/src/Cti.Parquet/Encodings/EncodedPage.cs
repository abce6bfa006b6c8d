namespace Cti.Parquet.Encodings;

/// <summary>One data page of an encoded column chunk.</summary>
/// <param name="Offset">Where its header starts in the row group's bytes.</param>
/// <param name="Length">Bytes, header included.</param>
/// <param name="FirstRow">Its first row in the row group.</param>
/// <param name="Rows">Rows, NULLs included.</param>
/// <param name="Nulls">NULLs.</param>
/// <param name="Bounds">Its least and greatest value.</param>
internal readonly record struct EncodedPage(int Offset, int Length, int FirstRow, int Rows, int Nulls, PageBounds Bounds);
