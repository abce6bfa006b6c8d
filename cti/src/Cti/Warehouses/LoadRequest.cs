using Cti.Records;

namespace Cti.Warehouses;

/// <summary>What to load and how.</summary>
/// <param name="Dataset">The dataset of all manifests.</param>
/// <param name="Manifests">The runs, in order.</param>
/// <param name="Mode">How.</param>
/// <param name="Month">With <see cref="LoadMode.Replace"/>: the month replaced, <c>2021-04</c>; null for the whole table.</param>
/// <param name="Create">Whether to make tables that are missing (the embedded warehouse always does).</param>
public sealed record LoadRequest(Dataset Dataset, IReadOnlyList<LoadSource> Manifests, LoadMode Mode, string? Month, bool Create);
