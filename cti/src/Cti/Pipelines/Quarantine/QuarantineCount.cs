namespace Cti.Pipelines.Quarantine;

/// <summary>Rejected records that have something in common.</summary>
/// <param name="Name">What that is: a URI.</param>
/// <param name="Records">How many there are.</param>
public sealed record QuarantineCount(string Name, long Records);
