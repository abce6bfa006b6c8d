using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cti.Parquet.Metadata;

namespace Cti.Parquet.Encodings;

/// <summary>Encodes columns of fixed width: INT32, INT64 and DOUBLE.</summary>
internal sealed class NumberEncoder<T>(ParquetWriterOptions options, ChunkWriter chunk, Presence presence) : ColumnEncoder(options, chunk, presence)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly NumberDictionary<T> dictionary = new();
    private T[] dense = [];
    private int[] codes = [];
    private T[] source = [];
    private bool bounded;
    private NumberBounds<T> total;

    /// <summary>Encodes the column whose rows <see cref="ColumnEncoder.Presence"/> describes.</summary>
    public ChunkTotals Encode(ParquetField field, T[] values, DistinctSketch? distinct)
    {
        int count = Presence.Values;
        source = Presence.Nulls == 0 ? values : Compact(values);
        bounded = !field.OmitStatistics;
        total = NumberBounds<T>.None;
        if (BuildDictionary(count))
        {
            ReadOnlySpan<byte> entries = MemoryMarshal.AsBytes(dictionary.Entries);
            distinct?.Add(dictionary.Entries, isDictionary: true);
            entries.CopyTo(Chunk.BeginDictionary(entries.Length));
            Chunk.EndDictionary(dictionary.Count, entries.Length);
            WriteCodePages(codes.AsSpan(0, count), dictionary.Count);
        }
        else
        {
            distinct?.Add<T>(source.AsSpan(0, count), isDictionary: false);
            WritePlainPages();
        }

        source = [];
        PageBounds bounds = total.ToPage();
        return new ChunkTotals(bounds, bounds.Min, bounds.Max, NaNs: total.NaNs);
    }

    /// <inheritdoc/>
    protected override PageBounds BoundsOfCodes(ReadOnlySpan<int> codes, int from) => Bounds(from, codes.Length);

    private bool BuildDictionary(int count)
    {
        if (Options.DictionaryBytes == 0 || count == 0) return false;
        Ensure(ref codes, count);
        int sample = Math.Min(count, SampleValues);
        int limit = Options.DictionaryBytes / Unsafe.SizeOf<T>();
        dictionary.Clear();
        if (!dictionary.TryAdd(source.AsSpan(0, sample), codes, limit) || TooDistinct(dictionary.Count, sample)) return false;
        if (!dictionary.TryAdd(source.AsSpan(sample, count - sample), codes.AsSpan(sample), limit)) return false;
        long packed = ((long)dictionary.Count * Unsafe.SizeOf<T>()) + ((long)count * HybridEncoder.BitWidth(dictionary.Count) / 8);
        return packed < (long)count * Unsafe.SizeOf<T>();
    }

    private void WritePlainPages()
    {
        int rowsPerPage = Math.Max(1, Options.PageBytes / Unsafe.SizeOf<T>());
        int value = 0;
        for (int row = 0; row < Presence.Rows;)
        {
            int end = (int)Math.Min((long)row + rowsPerPage, Presence.Rows);
            int count = Presence.CountValues(row, end);
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(source.AsSpan(value, count));
            if (Chunk.InPlace)
            {
                bytes.CopyTo(Chunk.BeginPageInPlace(row, end, bytes.Length, 0));
                Chunk.EndPageInPlace(Bounds(value, count));
            }
            else
            {
                bytes.CopyTo(Chunk.BeginPage(row, end, bytes.Length));
                Chunk.EndPage(bytes.Length, FormatCode.Plain, Bounds(value, count));
            }

            value += count;
            row = end;
        }
    }

    private PageBounds Bounds(int from, int count)
    {
        if (!bounded) return default;
        NumberBounds<T> page = NumberBounds<T>.Of(source.AsSpan(from, count));
        total = total.With(page);
        return page.ToPage();
    }

    private T[] Compact(T[] values)
    {
        Ensure(ref dense, Presence.Values);
        int next = 0;
        for (int row = 0; row < Presence.Rows; row++)
            if (Presence.Has(row)) dense[next++] = values[row];
        return dense;
    }
}
