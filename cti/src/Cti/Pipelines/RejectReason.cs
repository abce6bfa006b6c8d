namespace Cti.Pipelines;

/// <summary>A reason for rejects, counted.</summary>
/// <param name="Field">The field at fault; null for the record as a whole.</param>
/// <param name="Code">The failure's code.</param>
/// <param name="Message">The first message seen with it.</param>
/// <param name="Records">Records with this failure.</param>
public sealed record RejectReason(string? Field, string Code, string Message, long Records);
