using Cti.Warehouses;

namespace Cti.Pipelines;

/// <summary>How a load ended.</summary>
/// <param name="Runs">The manifests, in order.</param>
/// <param name="Loads">What became of each table; empty after a dry run.</param>
/// <param name="Sql">The statements of a dry run in order; empty after a load.</param>
public sealed record LoadOutcome(IReadOnlyList<LoadSource> Runs, IReadOnlyList<TableLoad> Loads, IReadOnlyList<string> Sql);
