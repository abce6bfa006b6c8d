namespace Cti.Warehouses.Erasing;

/// <summary>A table that an erasure changes.</summary>
/// <param name="Table">Its name, with the schema.</param>
/// <param name="Rows">Rows to be erased.</param>
/// <param name="Columns">The columns that change.</param>
public sealed record ErasedTable(string Table, long Rows, IReadOnlyList<string> Columns);
