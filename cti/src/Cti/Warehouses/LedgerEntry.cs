namespace Cti.Warehouses;

/// <summary>What the ledger knows of a run in a table.</summary>
/// <param name="Run">The run key.</param>
/// <param name="Staged">Rows of the manifest.</param>
/// <param name="Inserted">Rows whose key was not there.</param>
/// <param name="Updated">Rows that replaced one with the same key.</param>
/// <param name="Ignored">Rows older than what was there.</param>
internal sealed record LedgerEntry(string Run, long Staged, long Inserted, long Updated, long Ignored);
