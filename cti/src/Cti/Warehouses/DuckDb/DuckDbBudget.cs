namespace Cti.Warehouses.DuckDb;

/// <summary>Moves the border between the engine's memory and the program's while a load goes on.</summary>
internal sealed class DuckDbBudget(DuckDbConnection connection, DuckDbOptions options)
{
    /// <summary>Makes the engine give back what it can, before the program needs memory of its own: to fetch parts.</summary>
    public void GiveBack(CancellationToken cancellationToken)
    {
        try
        {
            Set(DuckDbMemory.Share(0, 0, 1), cancellationToken);
        }
        catch (DuckDbException e) when (e.Type == DuckDbErrorType.OutOfMemory)
        {
            // What the transaction holds in memory cannot go; everything else has gone.
        }
    }

    /// <summary>Gives the engine what the program's memory leaves now.</summary>
    public void TakeWhatIsLeft(CancellationToken cancellationToken)
    {
        long engineBytes = connection.Count("SELECT CAST(coalesce(sum(memory_usage_bytes), 0) AS BIGINT) FROM duckdb_memory()", cancellationToken);
        Set(DuckDbMemory.Left(options, engineBytes), cancellationToken);
    }

    private void Set(DuckDbMemory memory, CancellationToken cancellationToken) =>
        connection.Execute($"SET memory_limit = '{memory.LimitText}'", cancellationToken);
}
