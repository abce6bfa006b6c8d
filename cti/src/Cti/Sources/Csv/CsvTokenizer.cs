using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cti.Records.Raw;

namespace Cti.Sources.Csv;

/// <summary>Cuts the blocks of CSV objects into records and fields. Not thread-safe: each thread takes one of its own.</summary>
/// <remarks>Rows that the index is sure of are taken a column at a time; any other goes to <see cref="CsvRecordReader"/>.</remarks>
internal sealed class CsvTokenizer
{
    private readonly StructuralIndex index = new();
    private readonly BatchWriter writer;
    private readonly CsvRecordReader careful;
    private readonly VectorPath path;
    private readonly int declaredFields;

    // Of the rows taken but not yet written into columns: the index of each one's first entry.
    private int[] firstEntries = [];
    private int pendingFrom;
    private int doubledDone;

    private CsvLayout layout = new(default, []);
    private int partStart;
    private int partEnd;
    private int rowStart;
    private int line;
    private bool? partIsUtf8;

    /// <summary>Makes a tokeniser.</summary>
    /// <param name="declared">The dataset's fields, in its order.</param>
    /// <param name="pool">Where the blocks' buffers come from.</param>
    /// <param name="path">The instructions to use.</param>
    public CsvTokenizer(IReadOnlyList<string> declared, BufferPool pool, VectorPath path)
    {
        writer = new BatchWriter(pool);
        careful = new CsvRecordReader(writer, declared);
        this.path = path;
        declaredFields = declared.Count;
    }

    /// <summary>Fills an empty batch from a block; the block's buffer passes to it.</summary>
    public void Tokenize(FormatBlock<CsvLayout> block, RawBatch batch)
    {
        writer.Begin(batch, block, declaredFields);
        foreach (BlockPart<CsvLayout> part in block.Parts)
        {
            batch.Segments.Add(part.Segment with { FirstRecord = batch.RecordCount });
            layout = part.Layout;
            (partStart, partEnd, rowStart, line, partIsUtf8) = (part.Segment.Start, part.End, part.Segment.Start, 0, null);
            while (rowStart < partEnd) TakeSureRows();
        }
    }

    // Up to the end of the part, or through the first record that is in doubt.
    private void TakeSureRows()
    {
        index.Begin(rowStart);
        doubledDone = 0;
        while (true)
        {
            IndexStop stop = index.Fill(path, writer.Batch.Buffer, partEnd, layout.Dialect.Delimiter);
            bool stuck = stop == IndexStop.Full && index.RowCount == 0;
            TakeRows();
            WriteColumns();
            if (stop != IndexStop.Full || stuck)
            {
                // At the end this is a last row without a line break.
                if (rowStart < partEnd) TakeCarefully();
                return;
            }

            index.DropRows(doubledDone);
            doubledDone = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeRows()
    {
        RawBatch batch = writer.Batch;
        writer.EnsureRecords(index.RowCount);
        if (firstEntries.Length < index.RowCount) firstEntries = new int[index.RowEnds.Length];
        pendingFrom = batch.RecordCount;
        int columns = layout.Dialect.Columns;
        int maxFieldBytes = layout.Dialect.MaxFieldBytes;
        bool check = index.SawNul || (index.SawNonAscii && !PartIsUtf8());
        int firstEntry = 0;
        for (int row = 0; row < index.RowCount; row++)
        {
            int lastEntry = index.RowEnds[row];
            int end = index.Entries[lastEntry];
            int start = rowStart;
            int entry = firstEntry;
            firstEntry = lastEntry + 1;
            int length = end - start;
            if (firstEntry - entry == columns && (uint)(length - 1) < (uint)maxFieldBytes && !check)
            {
                int record = batch.RecordCount++;
                batch.Records[record] = new RecordSpan(start, length, line++);
                firstEntries[record - pendingFrom] = entry;
                rowStart = AfterBreak(batch.Buffer, end);
            }
            else if (length == 0)
            {
                line++;
                rowStart = AfterBreak(batch.Buffer, end);
            }
            else
            {
                // The columns of the rows before it are written first: its own fields go straight to their place.
                WriteColumns();
                TakeCarefully();
                writer.EnsureRecords(index.RowCount - row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AfterBreak(byte[] buffer, int at) => buffer[at] == '\r' && buffer[at + 1] == '\n' ? at + 2 : at + 1;

    private void TakeCarefully()
    {
        rowStart = careful.Take(layout, rowStart, partEnd, ref line);
        pendingFrom = writer.Batch.RecordCount;
    }

    private bool PartIsUtf8() => partIsUtf8 ??= Utf8Check.IsValid(writer.Batch.Buffer.AsSpan(partStart, partEnd - partStart));

    private void WriteColumns()
    {
        RawBatch batch = writer.Batch;
        int count = batch.RecordCount - pendingFrom;
        if (count == 0) return;
        for (int column = 0; column < layout.Targets.Length; column++)
        {
            if (layout.Targets[column] < 0) continue;
            Span<FieldSlice> into = batch.Fields[layout.Targets[column]].AsSpan(pendingFrom, count);
            if (column == 0)
                WriteFirstColumn(batch.Buffer, into, batch.Records.AsSpan(pendingFrom, count));
            else
                WriteColumn(batch.Buffer, into, column);
        }

        if (doubledDone < index.DoubledCount) UnescapeColumns();
        pendingFrom = batch.RecordCount;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteFirstColumn(byte[] buffer, Span<FieldSlice> into, ReadOnlySpan<RecordSpan> records)
    {
        ref byte bytes = ref MemoryMarshal.GetArrayDataReference(buffer);
        for (int i = 0; i < into.Length; i++)
            into[i] = Unquoted(ref bytes, records[i].Start, index.Entries[firstEntries[i]]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteColumn(byte[] buffer, Span<FieldSlice> into, int column)
    {
        ref byte bytes = ref MemoryMarshal.GetArrayDataReference(buffer);
        ref int firsts = ref MemoryMarshal.GetArrayDataReference(firstEntries);
        ref int entries = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(index.Entries), column - 1);
        for (int i = 0; i < into.Length; i++)
        {
            ref int entry = ref Unsafe.Add(ref entries, Unsafe.Add(ref firsts, i));
            into[i] = Unquoted(ref bytes, entry + 1, Unsafe.Add(ref entry, 1));
        }
    }

    // Whether a field is quoted is hard to foretell where it varies: computed, not branched on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldSlice Unquoted(ref byte bytes, int start, int end)
    {
        int quoted = Unsafe.Add(ref bytes, start) == '"' ? 1 : 0;
        return new FieldSlice(start + quoted, end - start - (2 * quoted));
    }

    // Walks the records and the steps with doubled quotes side by side; both are in order.
    private void UnescapeColumns()
    {
        RawBatch batch = writer.Batch;
        int record = pendingFrom;
        for (; doubledDone < index.DoubledCount; doubledDone++)
        {
            int step = index.DoubledSteps[doubledDone];
            while (record < batch.RecordCount && EndOf(batch.Records[record]) <= step) record++;
            while (record < batch.RecordCount && batch.Records[record].Start < step + MaskStep.Bytes) UnescapeRecord(batch, record++);

            // The step may reach into rows that are not taken yet.
            if (EndOf(batch.Records[batch.RecordCount - 1]) < step + MaskStep.Bytes) return;
        }
    }

    private void UnescapeRecord(RawBatch batch, int record)
    {
        int start = batch.Records[record].Start;
        foreach (FieldSlice[] column in batch.Fields)
        {
            ref FieldSlice field = ref column[record];
            if (field.Start > start && batch.Buffer[field.Start - 1] == '"') field = writer.Unescaped(field);
        }
    }

    private static int EndOf(RecordSpan record) => record.Start + record.Length;
}
