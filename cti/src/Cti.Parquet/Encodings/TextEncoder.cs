using System.Runtime.CompilerServices;
using Cti.Parquet.Metadata;

namespace Cti.Parquet.Encodings;

/// <summary>Encodes text: as codes into a dictionary where that pays, else plain.</summary>
internal sealed class TextEncoder(ParquetWriterOptions options, ChunkWriter chunk, Presence presence) : ColumnEncoder(options, chunk, presence)
{
    private readonly TextDictionary dictionary = new();
    private int[] codes = [];
    private int[] entries = [];
    private int[] codeOfEntry = [];
    private int[] starts = [];
    private int[] lengths = [];
    private int[] entryStarts = [];
    private int[] entryLengths = [];
    private byte[] marks = [];

    /// <summary>What pages are made of: the values of a plain chunk, the entries of a dictionary.</summary>
    private TextColumn texts;
    private bool bounded;
    private int least;
    private int greatest;

    /// <summary>Encodes texts; <see cref="ColumnEncoder.Presence"/> describes the rows.</summary>
    public ChunkTotals Encode(ParquetField field, Utf8Values values, DistinctSketch? distinct)
    {
        Begin(field);
        texts = Presence.Nulls == 0 ? new TextColumn(values.Data, values.Starts, values.Lengths, values.Count) : Compact(values);
        int longest = texts.CheckedLongest();
        if (BuildDictionary())
        {
            texts = Gather(texts, dictionary.Entries);
            distinct?.Add(texts, isDictionary: true);
            WriteDictionaryChunk(dictionary.PlainBytes);
        }
        else
        {
            distinct?.Add(texts, isDictionary: false);
            WritePlainPages();
        }

        return Totals(longest);
    }

    /// <summary>Encodes texts that the caller has coded already; <see cref="ColumnEncoder.Presence"/> describes the rows.</summary>
    public ChunkTotals Encode(ParquetField field, Utf8DictionaryValues values, DistinctSketch? distinct)
    {
        Begin(field);
        Utf8Values source = values.Dictionary;
        int used = Recode(values.Codes.AsSpan(0, values.Count), source.Count);
        texts = Gather(new TextColumn(source.Data, source.Starts, source.Lengths, source.Count), entries.AsSpan(0, used));
        int longest = texts.CheckedLongest();
        distinct?.Add(texts, isDictionary: true);
        long dictionaryBytes = texts.PlainBytes();
        if (Presence.Values > 0 && dictionaryBytes <= Options.DictionaryBytes && Pays(dictionaryBytes))
        {
            WriteDictionaryChunk(dictionaryBytes);
        }
        else
        {
            texts = Decode();
            WritePlainPages();
        }

        return Totals(longest);
    }

    /// <inheritdoc/>
    protected override PageBounds BoundsOfCodes(ReadOnlySpan<int> codes, int from)
    {
        if (!bounded || codes.IsEmpty) return default;
        if (codes.Length == Presence.Values) return Bounds(texts.Extremes(0, texts.Count));
        Ensure(ref marks, texts.Count);
        marks.AsSpan(0, texts.Count).Clear();
        foreach (int code in codes) marks[code] = 1;
        (int min, int max) = (codes[0], codes[0]);
        for (int entry = 0; entry < texts.Count; entry++)
        {
            if (marks[entry] == 0) continue;
            if (texts[entry].SequenceCompareTo(texts[min]) < 0) min = entry;
            if (texts[entry].SequenceCompareTo(texts[max]) > 0) max = entry;
        }

        return Bounds((min, max));
    }

    private void Begin(ParquetField field)
    {
        bounded = !field.OmitStatistics;
        least = greatest = -1;
    }

    private ChunkTotals Totals(int longest)
    {
        if (least < 0) return new ChunkTotals(default, null, null, longest);
        PageBounds bounds = TextBounds.Of(texts[least], texts[greatest], Options.StatisticsMaxBytes);
        return new ChunkTotals(bounds, texts[least].ToArray(), texts[greatest].ToArray(), longest);
    }

    private bool BuildDictionary()
    {
        int count = texts.Count;
        if (Options.DictionaryBytes == 0 || count == 0) return false;
        Ensure(ref codes, count);
        int sample = Math.Min(count, SampleValues);
        dictionary.Clear();
        return dictionary.TryAdd(texts, 0, sample, codes, Options.DictionaryBytes)
            && !TooDistinct(dictionary.Count, sample)
            && dictionary.TryAdd(texts, sample, count, codes, Options.DictionaryBytes)
            && dictionary.PlainBytes + CodeBytes(dictionary.Count) < texts.PlainBytes();
    }

    /// <summary>Whether a dictionary that the caller made takes fewer bytes than the values themselves.</summary>
    private bool Pays(long dictionaryBytes)
    {
        int count = Presence.Values;
        if (texts.Count <= count / 4) return true;
        if (TooDistinct(texts.Count, count)) return false;
        long plain = (long)count * sizeof(int);
        for (int i = 0; i < count; i++) plain += texts.Lengths[codes[i]];
        return dictionaryBytes + CodeBytes(texts.Count) < plain;
    }

    private long CodeBytes(int distinct) => (long)Presence.Values * HybridEncoder.BitWidth(distinct) / 8;

    private void WriteDictionaryChunk(long plainBytes)
    {
        texts.WritePlain(0, texts.Count, Chunk.BeginDictionary((int)plainBytes + TextColumn.Scratch), (int)plainBytes);
        Chunk.EndDictionary(texts.Count, (int)plainBytes);
        WriteCodePages(codes.AsSpan(0, Presence.Values), texts.Count);
    }

    private void WritePlainPages()
    {
        int row = 0;
        int value = 0;
        do
        {
            (int end, int bytes) = texts.PageEnd(value, Options.PageBytes);
            int lastRow = end == texts.Count ? Presence.Rows : Presence.RowAfter(row, end - value);
            PageBounds bounds = bounded && end > value ? Bounds(texts.Extremes(value, end)) : default;
            if (Chunk.InPlace)
            {
                texts.WritePlain(value, end, Chunk.BeginPageInPlace(row, lastRow, bytes, TextColumn.Scratch), bytes);
                Chunk.EndPageInPlace(bounds);
            }
            else
            {
                texts.WritePlain(value, end, Chunk.BeginPage(row, lastRow, bytes + TextColumn.Scratch), bytes);
                Chunk.EndPage(bytes, FormatCode.Plain, bounds);
            }

            row = lastRow;
            value = end;
        }
        while (value < texts.Count);
    }

    private PageBounds Bounds((int Min, int Max) page)
    {
        if (least < 0) (least, greatest) = page;
        if (texts[page.Min].SequenceCompareTo(texts[least]) < 0) least = page.Min;
        if (texts[page.Max].SequenceCompareTo(texts[greatest]) > 0) greatest = page.Max;
        return TextBounds.Of(texts[page.Min], texts[page.Max], Options.StatisticsMaxBytes);
    }

    /// <summary>Leaves out the NULLs.</summary>
    private TextColumn Compact(Utf8Values values)
    {
        Ensure(ref starts, Presence.Values);
        Ensure(ref lengths, Presence.Values);
        int next = 0;
        for (int row = 0; row < values.Count; row++)
        {
            if (values.Lengths[row] < 0) continue;
            starts[next] = values.Starts[row];
            lengths[next++] = values.Lengths[row];
        }

        return new TextColumn(values.Data, starts, lengths, next);
    }

    /// <summary>Numbers the entries anew in the order of their first use; leaves out the NULLs.</summary>
    /// <returns>Entries in use.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Recode(ReadOnlySpan<int> source, int entryCount)
    {
        Ensure(ref codes, Presence.Values);
        Ensure(ref entries, entryCount);
        Ensure(ref codeOfEntry, entryCount);
        Span<int> codeOf = codeOfEntry.AsSpan(0, entryCount);
        codeOf.Fill(-1);
        Span<int> target = codes;
        int distinct = 0;
        int next = 0;
        foreach (int entry in source)
        {
            if (entry < 0) continue;
            if ((uint)entry >= (uint)codeOf.Length) throw new ArgumentException($"Code {entry} found, the dictionary has {entryCount} entries.");
            int code = codeOf[entry];
            if (code < 0)
            {
                code = distinct;
                codeOf[entry] = code;
                entries[distinct++] = entry;
            }

            target[next++] = code;
        }

        return distinct;
    }

    private TextColumn Gather(TextColumn source, ReadOnlySpan<int> positions)
    {
        Ensure(ref entryStarts, positions.Length);
        Ensure(ref entryLengths, positions.Length);
        for (int i = 0; i < positions.Length; i++)
        {
            entryStarts[i] = source.Starts[positions[i]];
            entryLengths[i] = source.Lengths[positions[i]];
        }

        return new TextColumn(source.Data, entryStarts, entryLengths, positions.Length);
    }

    /// <summary>The values one by one again, for plain pages.</summary>
    private TextColumn Decode()
    {
        int count = Presence.Values;
        Ensure(ref starts, count);
        Ensure(ref lengths, count);
        for (int i = 0; i < count; i++)
        {
            starts[i] = texts.Starts[codes[i]];
            lengths[i] = texts.Lengths[codes[i]];
        }

        return new TextColumn(texts.Data, starts, lengths, count);
    }
}
