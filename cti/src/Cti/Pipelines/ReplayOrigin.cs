using Cti.ObjectStores;
using Cti.Sources.Quarantine;

namespace Cti.Pipelines;

/// <summary>The rejects of a run that are taken again, and all that is needed to read them as they were read first.</summary>
/// <param name="Parent">Key of the run that rejected them.</param>
/// <param name="Parts">Its files of rejects.</param>
/// <param name="Sources">The objects that the rejects come from, as they were then; they need not be there any more.</param>
/// <param name="Headers">By source: its header; null where its records need none.</param>
/// <param name="Fixed">The rows as a person corrected them; null for all as they are.</param>
/// <param name="Digest">Of the rejects' identity and the corrected rows: decides the run key.</param>
public sealed record ReplayOrigin(
    string Parent, IReadOnlyList<ObjectInfo> Parts, IReadOnlyList<ObjectInfo> Sources, IReadOnlyList<string?> Headers, FixedRows? Fixed, string Digest);
