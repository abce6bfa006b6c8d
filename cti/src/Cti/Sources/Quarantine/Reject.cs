using Cti.Records;

namespace Cti.Sources.Quarantine;

/// <summary>A rejected record as the quarantine holds it.</summary>
/// <param name="Source">URI of the object that it came from.</param>
/// <param name="Line">Its line there, from 1.</param>
/// <param name="Offset">Offset of its first byte there, decompressed.</param>
/// <param name="Raw">Its exact bytes.</param>
/// <param name="IsText">Whether the bytes are UTF-8; else the file holds them as base64.</param>
/// <param name="Failures">Why it was rejected.</param>
public sealed record Reject(string Source, long Line, long Offset, ReadOnlyMemory<byte> Raw, bool IsText, IReadOnlyList<RecordFailure> Failures);
