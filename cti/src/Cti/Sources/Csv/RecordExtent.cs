namespace Cti.Sources.Csv;

/// <summary>Where a record ends.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="End">Index of the byte after its last one, its line break not counted.</param>
/// <param name="Next">Index at which the next record begins.</param>
/// <param name="Lines">Physical lines it takes.</param>
internal readonly record struct RecordExtent(RecordKind Kind, int End, int Next, int Lines);
