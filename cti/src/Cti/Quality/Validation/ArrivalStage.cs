using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Fills a column with the time at which each row's object arrived.</summary>
/// <param name="column">Index of the column.</param>
/// <param name="arrivals">By input object, in microseconds.</param>
internal sealed class ArrivalStage(int column, IReadOnlyList<long> arrivals) : ColumnStage
{
    /// <inheritdoc/>
    public override void Run(RawBatch raw, RecordBatch batch)
    {
        long[] values = ((Int64Column)batch.Columns[column]).Values;
        for (int i = 0; i < raw.Segments.Count; i++)
        {
            int end = i + 1 < raw.Segments.Count ? raw.Segments[i + 1].FirstRecord : raw.RecordCount;
            values.AsSpan(raw.Segments[i].FirstRecord, end - raw.Segments[i].FirstRecord).Fill(arrivals[raw.Segments[i].Source]);
        }
    }
}
