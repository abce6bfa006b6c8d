using Cti.Manifests;

namespace Cti.Pipelines.Erasure.Files;

/// <summary>A part that was written anew.</summary>
/// <param name="Old">As it was.</param>
/// <param name="New">As it is.</param>
/// <param name="Rows">How many rows changed.</param>
internal sealed record ErasedPart(ManifestOutput Old, ManifestOutput New, int Rows);
