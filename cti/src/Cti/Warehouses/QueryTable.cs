namespace Cti.Warehouses;

/// <summary>A query's answer.</summary>
/// <param name="Columns">Names.</param>
/// <param name="Rows">Values: null, long, double, decimal, bool, string, DateTime.</param>
public sealed record QueryTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
