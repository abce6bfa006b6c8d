using System.Runtime.CompilerServices;
using Cti.Parquet.Metadata;

namespace Cti.Parquet.Encodings;

/// <summary>Encodes booleans: one bit a value, lowest bit first.</summary>
internal sealed class BooleanEncoder(ParquetWriterOptions options, ChunkWriter chunk, Presence presence)
{
    /// <summary>Encodes the column whose rows the presence describes.</summary>
    public ChunkTotals Encode(ParquetField field, bool[] values, DistinctSketch? distinct)
    {
        (bool anyFalse, bool anyTrue) = (false, false);
        int rowsPerPage = (int)Math.Min(options.PageBytes * 8L, int.MaxValue);
        for (int row = 0; row < presence.Rows;)
        {
            int end = (int)Math.Min((long)row + rowsPerPage, presence.Rows);
            int bytes = (presence.CountValues(row, end) + 7) / 8;
            (bool pageFalse, bool pageTrue) = Pack(values, row, end, chunk.BeginPage(row, end, bytes)[..bytes]);
            chunk.EndPage(bytes, FormatCode.Plain, field.OmitStatistics ? default : Bounds(pageFalse, pageTrue));
            anyFalse |= pageFalse;
            anyTrue |= pageTrue;
            row = end;
        }

        distinct?.Add(anyFalse, anyTrue);
        PageBounds bounds = field.OmitStatistics ? default : Bounds(anyFalse, anyTrue);
        return new ChunkTotals(bounds, bounds.Min, bounds.Max);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (bool AnyFalse, bool AnyTrue) Pack(bool[] values, int from, int to, Span<byte> target)
    {
        target.Clear();
        int bit = 0;
        int trues = 0;
        for (int row = from; row < to; row++)
        {
            if (!presence.Has(row)) continue;
            int value = values[row] ? 1 : 0;
            trues += value;
            target[bit >> 3] |= (byte)(value << (bit & 7));
            bit++;
        }

        return (trues < bit, trues > 0);
    }

    private static PageBounds Bounds(bool hasFalse, bool hasTrue) =>
        hasFalse || hasTrue ? new PageBounds([hasFalse ? (byte)0 : (byte)1], [hasTrue ? (byte)1 : (byte)0]) : default;
}
