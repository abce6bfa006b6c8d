namespace Cti.Records.Raw;

/// <summary>Where a raw record stands: its exact bytes in the batch's buffer and its place in the source.</summary>
/// <param name="Start">Index of the first byte in <see cref="RawBatch.Buffer"/>.</param>
/// <param name="Length">Bytes, without the line break that ends the record.</param>
/// <param name="Line">Line of the first byte, counted from the start of its segment: 0 is the segment's <see cref="RawSegment.FirstLine"/>.</param>
public readonly record struct RecordSpan(int Start, int Length, int Line);
