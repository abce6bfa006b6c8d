namespace Cti.Records.Raw;

/// <summary>A run of records of a batch that come from one source object.</summary>
/// <param name="Source">Index of the input object in the run's resolved inputs.</param>
/// <param name="FirstRecord">Index of the segment's first record in the batch.</param>
/// <param name="FirstLine">Line in the source, from 1, that the segment's relative lines count from.</param>
/// <param name="FirstOffset">Offset in the decompressed source, in bytes, of the byte at <paramref name="Start"/>.</param>
/// <param name="Start">Where the segment's bytes begin in the batch's buffer.</param>
public readonly record struct RawSegment(int Source, int FirstRecord, long FirstLine, long FirstOffset, int Start);
