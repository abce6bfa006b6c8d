using Cti.Records;

namespace Cti.Warehouses.Redshift;

/// <summary>What a batch is written for.</summary>
/// <param name="Tables">The dataset's tables that do not hold the unit's runs yet.</param>
/// <param name="Missing">The tables to make, derived ones included.</param>
/// <param name="KnownOf">The runs that the ledger knows of a table, by its name in the warehouse.</param>
/// <param name="CopyManifest">The URI of a run's COPY manifest for a table; null where the run has no part of it.</param>
internal sealed record BatchPlan(
    IReadOnlyList<TableDefinition> Tables,
    IReadOnlyList<TableDefinition> Missing,
    Func<string, IReadOnlyCollection<string>> KnownOf,
    Func<LoadSource, TableDefinition, string?> CopyManifest);
