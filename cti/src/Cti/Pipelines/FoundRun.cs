using Cti.Manifests;

namespace Cti.Pipelines;

/// <summary>A complete run.</summary>
/// <param name="Uri">Where its manifest is.</param>
/// <param name="Manifest">What the manifest says, or as much of it as was asked for.</param>
internal sealed record FoundRun(string Uri, Manifest Manifest);
