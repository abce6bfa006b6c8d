namespace Cti.Telemetry;

/// <summary>What a load did to one table.</summary>
/// <param name="Warehouse">The warehouse's kind.</param>
/// <param name="Table">The dataset's name of the table.</param>
/// <param name="Inserted">Rows that are new.</param>
/// <param name="Updated">Rows that replaced others.</param>
/// <param name="Ignored">Rows older than what is there.</param>
/// <param name="AlreadyLoaded">Whether the ledger knew the run: then the counts are an earlier call's.</param>
public sealed record LoadedTable(string Warehouse, string Table, long Inserted, long Updated, long Ignored, bool AlreadyLoaded);
