using Cti.Parquet.Metadata;

namespace Cti.Parquet.Encodings;

/// <summary>What the encoders of all types share: the rows that hold values, the pages, the codes of a dictionary.</summary>
/// <remarks>Values are dense here: NULLs are left out, and positions count values, not rows.</remarks>
internal abstract class ColumnEncoder(ParquetWriterOptions options, ChunkWriter chunk, Presence presence)
{
    /// <summary>First values of a column that are looked at before a dictionary of them all is built.</summary>
    protected const int SampleValues = 1024;

    /// <summary>How files are written.</summary>
    protected ParquetWriterOptions Options { get; } = options;

    /// <summary>Takes the pages.</summary>
    protected ChunkWriter Chunk { get; } = chunk;

    /// <summary>Tells which rows hold values.</summary>
    protected Presence Presence { get; } = presence;

    /// <summary>Whether so many distinct values are too many for a dictionary to pay: above three quarters.</summary>
    protected static bool TooDistinct(int distinct, int values) => distinct > values - (values / 4);

    /// <summary>Bounds of the values in a range, for a page of codes; asked once a page, in order.</summary>
    protected abstract PageBounds BoundsOfCodes(ReadOnlySpan<int> codes, int from);

    /// <summary>Writes the data pages of a chunk whose dictionary has been written.</summary>
    protected void WriteCodePages(ReadOnlySpan<int> codes, int entries)
    {
        int width = HybridEncoder.BitWidth(entries);
        int rowsPerPage = (int)Math.Clamp((long)Options.PageBytes * 8 / width, 1, int.MaxValue);
        int value = 0;
        for (int row = 0; row < Presence.Rows;)
        {
            int end = (int)Math.Min((long)row + rowsPerPage, Presence.Rows);
            int count = Presence.CountValues(row, end);
            ReadOnlySpan<int> pageCodes = codes.Slice(value, count);
            Span<byte> target = Chunk.BeginPage(row, end, 1 + HybridEncoder.MaxBytes(count, width));
            target[0] = (byte)width;
            int bytes = 1 + HybridEncoder.Encode(pageCodes, width, target[1..]);
            Chunk.EndPage(bytes, FormatCode.RleDictionary, BoundsOfCodes(pageCodes, value));
            value += count;
            row = end;
        }
    }

    /// <summary>Grows a scratch array, without keeping what is in it.</summary>
    protected static void Ensure<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[Math.Max(length, Math.Min(array.Length * 2L, Array.MaxLength))];
    }
}
