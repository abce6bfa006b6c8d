using Cti.ObjectStores;

namespace Cti.Pipelines.Anomalies;

/// <summary>A history as it was read.</summary>
/// <param name="Info">The object it was read from; null where there was none.</param>
/// <param name="History">The runs.</param>
internal sealed record KnownHistory(ObjectInfo? Info, RunHistory History);
