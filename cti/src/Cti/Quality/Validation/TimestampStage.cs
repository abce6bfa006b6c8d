using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Cti.Records.Batches;
using Cti.Records.Forms;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Fills a timestamp column from a raw field.</summary>
/// <param name="field">Index of the raw field.</param>
/// <param name="column">Index of the column.</param>
/// <param name="nullable">Whether an empty value is NULL.</param>
/// <param name="salt">The column's seed for the content hash.</param>
/// <param name="clocks">Fields that an empty value follows from, the first minus the difference of the second and the third; null for none.</param>
internal sealed class TimestampStage(int field, int column, bool nullable, ulong salt, IReadOnlyList<int>? clocks = null) : ColumnStage
{
    // Dates without a time repeat: what became of one is kept by the digits of its day, so that a month's days do not push one another out.
    private const int DateLength = 10;
    private readonly KnownDate[] _known = new KnownDate[64];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(RawBatch raw, RecordBatch batch)
    {
        Int64Column target = (Int64Column)batch.Columns[column];
        ReadOnlySpan<FieldSlice> slices = raw.Fields[field].AsSpan(0, batch.RowCount);
        Span<ulong> contents = batch.Contents.AsSpan(0, batch.RowCount);
        long[] values = target.Values;
        byte[] buffer = raw.Buffer;
        for (int row = 0; row < slices.Length; row++)
        {
            SliceAhead.Fetch(buffer, slices, row);
            FieldSlice slice = slices[row];
            ReadOnlySpan<byte> text = slice.Length > 0 ? buffer.AsSpan(slice.Start, slice.Length) : default;
            if (text.Length == DateLength && Find(text) is { Head: not 0 } known)
            {
                values[row] = known.Micros;
                contents[row] += known.Content;
            }
            else if (TimestampText.TryParse(text, out long micros))
            {
                values[row] = micros;
                contents[row] += ContentHash.Of(micros, salt);
            }
            else
            {
                Carefully(raw, batch, target, row, text);
            }
        }
    }

    /// <summary>What a date of ten characters is; without a head if it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private KnownDate Find(ReadOnlySpan<byte> text)
    {
        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ushort day = BinaryPrimitives.ReadUInt16LittleEndian(text[8..]);
        ref KnownDate known = ref _known[((day & 3) << 4) | ((day >> 8) & 15)];
        if (known.Head != head || known.Day != day)
            known = TimestampText.TryParse(text, out long micros) ? new KnownDate(head, day, micros, ContentHash.Of(micros, salt)) : default;
        return known;
    }

    private void Carefully(RawBatch raw, RecordBatch batch, Int64Column target, int row, ReadOnlySpan<byte> text)
    {
        string trimmed = Encoding.UTF8.GetString(text).Trim();
        if (trimmed.Length == 0 && nullable)
        {
            target.SetNull(row);
            batch.Contents[row] += ContentHash.OfNull(salt);
        }
        else if (trimmed.Length == 0 ? TryClocks(raw, row, out long micros) : TimestampText.TryParse(Encoding.UTF8.GetBytes(trimmed), out micros))
        {
            target.Set(row, micros);
            batch.Contents[row] += ContentHash.Of(micros, salt);
        }
        else
        {
            batch.States[row] = RowState.Doubtful;
        }
    }

    private bool TryClocks(RawBatch raw, int row, out long micros)
    {
        micros = 0;
        if (clocks is null || !TryParse(raw, clocks[0], row, out long received) || !TryParse(raw, clocks[1], row, out long sent) || !TryParse(raw, clocks[2], row, out long original))
            return false;
        micros = received - (sent - original);
        return TimestampText.IsInRange(micros);
    }

    private static bool TryParse(RawBatch raw, int field, int row, out long micros)
    {
        FieldSlice slice = raw.Fields[field][row];
        micros = 0;
        return slice.Length > 0 && TimestampText.TryParse(raw.Buffer.AsSpan(slice.Start, slice.Length), out micros);
    }

    private readonly record struct KnownDate(ulong Head, ushort Day, long Micros, ulong Content);
}
