namespace Cti.Warehouses.Erasing;

/// <summary>A row that is to be erased.</summary>
/// <param name="Keys">By column: what the row is found again by.</param>
/// <param name="Values">By column: the new values; null for NULL.</param>
internal sealed record ErasedRow(IReadOnlyDictionary<int, object?> Keys, IReadOnlyDictionary<int, string?> Values);
