using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Brings what the parser and what the validator rejected into the order of the source.</summary>
/// <param name="raw">The block; its parser's rejects come first at each place.</param>
/// <param name="batch">Takes the rejects.</param>
internal sealed class RejectCollector(RawBatch raw, RecordBatch batch)
{
    private int _nextParserReject;
    private int _segment;

    /// <summary>A record rejected by the validator; rows come in ascending order.</summary>
    public void Add(int row, IReadOnlyList<RecordFailure> failures)
    {
        TakeParserRejects(row);
        while (_segment + 1 < raw.Segments.Count && raw.Segments[_segment + 1].FirstRecord <= row)
            _segment++;
        batch.Rejects.Add(new RejectedRecord(_segment, raw.Records[row], failures));
    }

    /// <summary>Takes what the parser rejected after the last record.</summary>
    public void Finish() => TakeParserRejects(int.MaxValue);

    private void TakeParserRejects(int beforeRow)
    {
        for (; _nextParserReject < raw.Rejects.Count && raw.Rejects[_nextParserReject].BeforeRecord <= beforeRow; _nextParserReject++)
        {
            RawReject reject = raw.Rejects[_nextParserReject];
            batch.Rejects.Add(new RejectedRecord(reject.Segment, reject.Span, [reject.Failure]));
        }
    }
}
