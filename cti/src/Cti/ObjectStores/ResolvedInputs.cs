namespace Cti.ObjectStores;

/// <summary>What the <c>--input</c> arguments stand for.</summary>
/// <param name="Objects">In order, each once.</param>
/// <param name="Missing">The arguments, as given, that stand for nothing.</param>
public sealed record ResolvedInputs(IReadOnlyList<ObjectInfo> Objects, IReadOnlyList<string> Missing);
