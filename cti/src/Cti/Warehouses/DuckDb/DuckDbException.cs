namespace Cti.Warehouses.DuckDb;

/// <summary>A statement that DuckDB refused; <see cref="DuckDbFailures"/> turns it into the program's own failure at the warehouse's border.</summary>
internal sealed class DuckDbException(DuckDbErrorType type, string message) : Exception(message)
{
    /// <summary>What kind of refusal.</summary>
    public DuckDbErrorType Type { get; } = type;
}
