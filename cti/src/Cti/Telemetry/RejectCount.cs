namespace Cti.Telemetry;

/// <summary>How many records were rejected for a reason; a record with several counts for each.</summary>
/// <param name="Field">The field at fault; null for the record as a whole.</param>
/// <param name="Code">The failure's code.</param>
/// <param name="Records">How many.</param>
public sealed record RejectCount(string? Field, string Code, long Records);
