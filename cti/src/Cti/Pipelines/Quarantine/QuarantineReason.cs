namespace Cti.Pipelines.Quarantine;

/// <summary>A reason for rejects, counted, with examples.</summary>
/// <param name="Field">The field at fault; null for the record as a whole.</param>
/// <param name="Code">The failure's code.</param>
/// <param name="Message">The failure's message; <see cref="QuarantineInspection.OtherMessages"/> where there are too many different ones.</param>
/// <param name="Records">Records with it.</param>
/// <param name="Examples">The first of them.</param>
public sealed record QuarantineReason(string? Field, string Code, string Message, long Records, IReadOnlyList<QuarantineExample> Examples);
