namespace Cti.Warehouses.PreFlight;

/// <summary>A table that is there.</summary>
/// <param name="Target">Its qualified name in quotes, as statements take it.</param>
/// <param name="Columns">Its columns in order.</param>
public sealed record LiveTable(string Target, IReadOnlyList<LiveColumn> Columns)
{
    /// <summary>The column of that name, without regard to case; null where there is none.</summary>
    public LiveColumn? Find(string name) => Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
}
