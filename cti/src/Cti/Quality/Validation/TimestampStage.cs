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
internal sealed class TimestampStage(int field, int column, bool nullable, ulong salt) : ColumnStage
{
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
            FieldSlice slice = slices[row];
            ReadOnlySpan<byte> text = slice.Length > 0 ? buffer.AsSpan(slice.Start, slice.Length) : default;
            if (TimestampText.TryParse(text, out long micros))
            {
                values[row] = micros;
                contents[row] += ContentHash.Of(micros, salt);
            }
            else
            {
                Carefully(batch, target, row, text);
            }
        }
    }

    private void Carefully(RecordBatch batch, Int64Column target, int row, ReadOnlySpan<byte> text)
    {
        string trimmed = Encoding.UTF8.GetString(text).Trim();
        if (trimmed.Length == 0 && nullable)
        {
            target.SetNull(row);
            batch.Contents[row] += ContentHash.OfNull(salt);
        }
        else if (TimestampText.TryParse(Encoding.UTF8.GetBytes(trimmed), out long micros))
        {
            target.Set(row, micros);
            batch.Contents[row] += ContentHash.Of(micros, salt);
        }
        else
        {
            batch.States[row] = RowState.Doubtful;
        }
    }
}
