namespace Cti.Records.Raw;

/// <summary>A piece of the source that could not be parsed into a record at all.</summary>
/// <param name="Segment">Index into <see cref="RawBatch.Segments"/>.</param>
/// <param name="Span">Its exact bytes and line.</param>
/// <param name="BeforeRecord">It stood before the record with this index of the batch (equal to the record count: after the last).</param>
/// <param name="Failure">Why.</param>
public readonly record struct RawReject(int Segment, RecordSpan Span, int BeforeRecord, RecordFailure Failure);
