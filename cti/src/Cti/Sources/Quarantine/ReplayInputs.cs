using Cti.ObjectStores;

namespace Cti.Sources.Quarantine;

/// <summary>What a replay reads.</summary>
/// <param name="Parts">By run: its files of rejects, in order.</param>
/// <param name="Sources">The objects that the rejects come from: a record's source is an index into them. What comes from an earlier one is read first.</param>
/// <param name="Headers">By source: its header; null where its records need none.</param>
/// <param name="Fixed">The rows as a person corrected them; null for all as they are.</param>
/// <param name="OnlyReferences">Whether only those are taken that were rejected for what they refer to.</param>
internal sealed record ReplayInputs(IReadOnlyList<IReadOnlyList<ObjectInfo>> Parts, IReadOnlyList<ObjectInfo> Sources, IReadOnlyList<string?> Headers, FixedRows? Fixed, bool OnlyReferences);
