using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Carries over where each row comes from, and counts what was read and rejected for each source object.</summary>
internal static class BatchOrigins
{
    public static void Copy(RawBatch raw, RecordBatch batch)
    {
        for (int row = 0; row < batch.RowCount; row++)
            batch.Lines[row] = raw.Records[row].Line;
        for (int i = 0; i < raw.Segments.Count; i++)
        {
            RawSegment segment = raw.Segments[i];
            int next = i + 1 < raw.Segments.Count ? raw.Segments[i + 1].FirstRecord : batch.RowCount;
            batch.Segments.Add(new BatchSegment
            {
                Source = segment.Source,
                FirstRow = segment.FirstRecord,
                FirstLine = segment.FirstLine,
                Read = next - segment.FirstRecord,
            });
        }

        foreach (RawReject reject in raw.Rejects)
            batch.Segments[reject.Segment].Read++;
        foreach (RejectedRecord reject in batch.Rejects)
            batch.Segments[reject.Segment].Rejected++;
    }
}
