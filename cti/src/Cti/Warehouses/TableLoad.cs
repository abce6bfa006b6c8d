namespace Cti.Warehouses;

/// <summary>What a load did to one table; <c>Staged = Inserted + Updated + Ignored</c>, checked inside the transaction.</summary>
/// <param name="Warehouse">The warehouse's kind.</param>
/// <param name="Table">The table.</param>
/// <param name="Staged">Rows of the manifests.</param>
/// <param name="Inserted">Rows whose key was not there.</param>
/// <param name="Updated">Rows that replaced one with the same key.</param>
/// <param name="Ignored">Rows older than what is there.</param>
/// <param name="AlreadyLoaded">Whether the ledger knew the run: then nothing changed and the counts are the first load's.</param>
public sealed record TableLoad(string Warehouse, string Table, long Staged, long Inserted, long Updated, long Ignored, bool AlreadyLoaded);
