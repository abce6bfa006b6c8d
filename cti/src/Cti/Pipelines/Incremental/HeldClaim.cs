using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Pipelines.Incremental;

/// <summary>A claim that this process works on.</summary>
/// <param name="Entry">As it stands in the head.</param>
/// <param name="Objects">Its objects, in order.</param>
/// <param name="Finished">The manifest of a run that another command finished and did not commit; null where the run is to be done, or found, by this one.</param>
internal sealed record HeldClaim(ActiveClaim Entry, IReadOnlyList<ObjectInfo> Objects, Manifest? Finished);
