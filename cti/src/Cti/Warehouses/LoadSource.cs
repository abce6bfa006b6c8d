using Cti.Manifests;

namespace Cti.Warehouses;

/// <summary>A manifest and where it was read.</summary>
/// <param name="Uri">Its URI.</param>
/// <param name="Manifest">Its content.</param>
public sealed record LoadSource(string Uri, Manifest Manifest);
