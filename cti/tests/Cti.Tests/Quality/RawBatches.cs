using System.Text;
using Cti.Records;
using Cti.Records.Raw;

namespace Cti.Tests.Quality;

/// <summary>Raw batches from texts, as a source would hand them on.</summary>
internal static class RawBatches
{
    /// <summary>One record a row of texts; the raw bytes of a record are its fields joined by commas.</summary>
    public static RawBatch Of(Dataset dataset, IReadOnlyList<string?[]> rows)
    {
        MemoryStream buffer = new();
        int fields = dataset.RawFields.Count;
        RawBatch batch = new()
        {
            RecordCount = rows.Count,
            Records = new RecordSpan[rows.Count],
            Fields = [.. Enumerable.Range(0, fields).Select(_ => new FieldSlice[rows.Count])],
        };
        for (int row = 0; row < rows.Count; row++)
        {
            int first = (int)buffer.Length;
            for (int field = 0; field < fields; field++)
            {
                byte[] text = Encoding.UTF8.GetBytes(rows[row][field] ?? string.Empty);
                batch.Fields[field][row] = rows[row][field] is null ? new FieldSlice(0, -1) : new FieldSlice((int)buffer.Length, text.Length);
                buffer.Write(text);
                buffer.Write(","u8);
            }

            batch.Records[row] = new RecordSpan(first, (int)buffer.Length - first - 1, row);
        }

        batch.BufferLength = (int)buffer.Length;
        batch.Buffer = [.. buffer.ToArray(), .. new byte[64]];
        batch.Segments.Add(new RawSegment(0, 0, 2, 0, 0));
        return batch;
    }
}
