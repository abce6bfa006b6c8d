namespace Cti.Pipelines.Quarantine;

/// <summary>The key of keyed hashes, as the settings have it. Never logged.</summary>
/// <param name="Pepper">The key.</param>
/// <param name="Version">The name of its version.</param>
public sealed record ReplayPepper(string Pepper, string Version);
