using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cti.Records.Batches;
using Cti.Records.Forms;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Fills a text column: each distinct value once where values repeat, row by row where they do not.</summary>
/// <param name="form">The normal form.</param>
/// <param name="source">Index of the raw field, or of the column that this one is derived from.</param>
/// <param name="column">Index of the column.</param>
/// <param name="salt">The column's seed for the content hash; null where it is no part of a row's content.</param>
/// <param name="isDerived">Whether <paramref name="source"/> is a column.</param>
internal sealed class TextStage(TextForm form, int source, int column, ulong? salt, bool isDerived) : ColumnStage
{
    /// <summary>Rows that tell whether a column's values repeat.</summary>
    private const int SampleRows = 1024;

    /// <summary>Rows after which values that hardly ever repeated give the answer already: of as few as some thousand distinct ones eight of these would have.</summary>
    private const int FirstSampleRows = 256;
    private const int FewRepeats = 8;

    private readonly ValueDictionary _raw = new();
    private readonly ValueDictionary _normal = new();
    private readonly ulong _salt = salt ?? 0;
    private FieldSlice[] _derived = [];

    /// <inheritdoc/>
    public override void Run(RawBatch raw, RecordBatch batch)
    {
        TextColumn target = (TextColumn)batch.Columns[column];
        (byte[] buffer, ReadOnlySpan<FieldSlice> slices) = isDerived
            ? Slices((TextColumn)batch.Columns[source], batch.RowCount)
            : (raw.Buffer, raw.Fields[source]);
        slices = slices[..batch.RowCount];
        int done = RunDictionary(buffer, slices, target, batch);
        if (done < slices.Length)
            RunDirect(buffer, slices, done, target, batch);
    }

    /// <summary>By dictionary, for as long as fewer than three quarters of the values are distinct.</summary>
    /// <returns>Rows done; if fewer than all, the column has one entry a row now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int RunDictionary(byte[] buffer, ReadOnlySpan<FieldSlice> slices, TextColumn target, RecordBatch batch)
    {
        _raw.Clear();
        _normal.Clear();
        target.UseDictionary();
        Span<int> codes = target.Codes.AsSpan(0, slices.Length);
        Span<ulong> contents = batch.Contents.AsSpan(0, slices.Length);
        for (int row = 0; row < slices.Length; row++)
        {
            if ((row & (FirstSampleRows - 1)) == 0 && IsNearUnique(row))
            {
                target.ExpandDictionary(row);
                return row;
            }

            SliceAhead.Fetch(buffer, slices, row);
            FieldSlice slice = slices[row];
            int length = Math.Max(slice.Length, 0);
            ulong hash = ContentHash.Of(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), slice.Start), length, 0);
            ref ValueDictionary.Entry entry = ref _raw.Find(buffer, slice.Start, length, hash, out bool isNew);
            if (isNew)
                Judge(buffer, ref entry, target);
            codes[row] = entry.Code;
            contents[row] += entry.Content;
            if (entry.Code < TextColumn.Null)
                Doubt(batch, codes, row);
        }

        return slices.Length;
    }

    private bool IsNearUnique(int rows)
    {
        if (rows == FirstSampleRows)
            return _raw.Count > rows - FewRepeats;
        return rows > 0 && (rows & (SampleRows - 1)) == 0 && (_raw.Count * 4L > rows * 3L || _raw.Count > ValueDictionary.Capacity - SampleRows);
    }

    /// <summary>Row by row: hashing and comparing values that hardly repeat would only cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunDirect(byte[] buffer, ReadOnlySpan<FieldSlice> slices, int first, TextColumn target, RecordBatch batch)
    {
        Span<ulong> contents = batch.Contents.AsSpan(0, slices.Length);
        target.Reserve(BytesOf(slices[first..]));
        for (int row = first; row < slices.Length; row++)
        {
            SliceAhead.Fetch(buffer, slices, row);
            FieldSlice slice = slices[row];
            int length = Math.Max(slice.Length, 0);
            Span<byte> place = target.GetSpan(form.Room(length));
            int written = form.Write(buffer.AsSpan(slice.Start, length), place);
            if (written < TextColumn.Null)
            {
                target.SetRow(row, TextColumn.Null);
                Doubt(batch, row);
                continue;
            }

            if (salt.HasValue)
                contents[row] += written < 0 ? ContentHash.OfNull(_salt) : ContentHash.Of(place[..written], _salt);
            target.SetRow(row, written);
        }
    }

    /// <summary>Normal forms are seldom longer than the raw values, and then by little.</summary>
    private static int BytesOf(ReadOnlySpan<FieldSlice> slices)
    {
        long bytes = 4096;
        foreach (FieldSlice slice in slices)
            bytes += Math.Max(slice.Length, 0);
        return (int)Math.Min(bytes + (bytes >> 4), int.MaxValue / 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Judge(byte[] buffer, ref ValueDictionary.Entry entry, TextColumn target)
    {
        Span<byte> place = target.GetSpan(form.Room(entry.Length));
        int written = form.Write(buffer.AsSpan(entry.Start, entry.Length), place);
        entry.Code = written;
        if (written == TextForm.NotAccepted)
            return;
        if (salt.HasValue)
            entry.Content = written < 0 ? ContentHash.OfNull(_salt) : ContentHash.Of(place[..written], _salt);
        if (written >= 0)
            entry.Code = CodeOf(target, written);
    }

    /// <summary>Raw values that differ only in case or white space share one entry of the column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CodeOf(TextColumn target, int written)
    {
        ulong hash = ContentHash.Of(target.Data.AsSpan(target.DataLength, written), 0);
        ref ValueDictionary.Entry normal = ref _normal.Find(target.Data, target.DataLength, written, hash, out bool isNew);
        if (isNew)
            normal.Code = target.AddEntry(written);
        return normal.Code;
    }

    private void Doubt(RecordBatch batch, Span<int> codes, int row)
    {
        codes[row] = TextColumn.Null;
        Doubt(batch, row);
    }

    private void Doubt(RecordBatch batch, int row)
    {
        // A derived value fails only where the value that it comes from did.
        if (!isDerived)
            batch.States[row] = RowState.Doubtful;
    }

    private (byte[] Buffer, FieldSlice[] Slices) Slices(TextColumn from, int rows)
    {
        if (_derived.Length < rows)
            _derived = new FieldSlice[rows + (rows >> 1)];
        for (int row = 0; row < rows; row++)
        {
            int entry = from.IsDictionary ? from.Codes[row] : row;
            _derived[row] = entry < 0 || from.Lengths[entry] < 0 ? new FieldSlice(0, -1) : new FieldSlice(from.Starts[entry], from.Lengths[entry]);
        }

        return (from.Data, _derived);
    }
}
