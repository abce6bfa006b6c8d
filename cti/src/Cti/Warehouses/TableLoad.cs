namespace Cti.Warehouses;

/// <summary>What a load did to one table; <c>Staged = Inserted + Updated + Ignored</c>, checked inside the transaction.</summary>
/// <param name="Warehouse">The warehouse's kind.</param>
/// <param name="Table">The table.</param>
/// <param name="Staged">Rows of the manifests.</param>
/// <param name="Inserted">Rows whose key was not there.</param>
/// <param name="Updated">Rows that replaced one with the same key.</param>
/// <param name="Ignored">Rows older than what is there.</param>
/// <param name="AlreadyLoaded">Whether the ledger knew the run: then nothing changed and the counts are the first load's.</param>
public sealed record TableLoad(string Warehouse, string Table, long Staged, long Inserted, long Updated, long Ignored, bool AlreadyLoaded)
{
    /// <summary>The sum over a unit's runs of one table.</summary>
    internal static TableLoad Of(string warehouse, string table, IReadOnlyList<LedgerEntry> entries, bool alreadyLoaded) => new(
        warehouse,
        table,
        entries.Sum(e => e.Staged),
        entries.Sum(e => e.Inserted),
        entries.Sum(e => e.Updated),
        entries.Sum(e => e.Ignored),
        alreadyLoaded);

    /// <summary>One for each table, over all units; <see cref="AlreadyLoaded"/> where all of them were.</summary>
    internal static IReadOnlyList<TableLoad> Total(IEnumerable<TableLoad> loads) => [.. loads.GroupBy(l => l.Table).Select(g => g.Aggregate((a, b) => a with
    {
        Staged = a.Staged + b.Staged,
        Inserted = a.Inserted + b.Inserted,
        Updated = a.Updated + b.Updated,
        Ignored = a.Ignored + b.Ignored,
        AlreadyLoaded = a.AlreadyLoaded && b.AlreadyLoaded,
    }))];
}
