namespace Cti.Pipelines.Quarantine;

/// <summary>What a quarantine holds.</summary>
/// <param name="Records">Rejected records.</param>
/// <param name="Files">Files that hold them.</param>
/// <param name="Reasons">By reason, most frequent first. A record with several reasons counts at each.</param>
/// <param name="Sources">By source object, in ordinal order.</param>
/// <param name="Runs">By folder of rejects, in ordinal order.</param>
public sealed record QuarantineReport(long Records, int Files, IReadOnlyList<QuarantineReason> Reasons, IReadOnlyList<QuarantineCount> Sources, IReadOnlyList<QuarantineCount> Runs);
