using Cti.Records.Raw;

namespace Cti.Records.Batches;

/// <summary>A record that was rejected, with every reason; its raw bytes are in the raw batch that it came from.</summary>
/// <param name="Segment">Index of the raw batch's segment.</param>
/// <param name="Span">Its exact bytes and line.</param>
/// <param name="Failures">Why; at least one.</param>
public readonly record struct RejectedRecord(int Segment, RecordSpan Span, IReadOnlyList<RecordFailure> Failures);
