using Cti.EndToEnd.Running;

namespace Cti.EndToEnd.Campaigns;

/// <summary>The warehouse of an erasure, and what it answers.</summary>
/// <param name="Argument">The argument of <c>--warehouse</c>.</param>
/// <param name="AskAsync">Gives the first column of an answer as text.</param>
internal sealed record ErasedWarehouse(string Argument, Func<string, Task<string[]>> AskAsync)
{
    private const string Tables = "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('information_schema', 'pg_catalog')";

    /// <summary>The embedded one, in a file of the workspace.</summary>
    public static ErasedWarehouse DuckDb(Workspace workspace) =>
        new("duckdb:w.duckdb", sql => Task.FromResult<string[]>([.. workspace.Query(sql, "w.duckdb").Rows.Select(r => $"{r[0]}")]));

    /// <summary>Any of the three.</summary>
    public static ErasedWarehouse Of(WarehouseStack stack) => new(stack.Warehouse, stack.AskAsync);

    /// <summary>Every row of every table as text.</summary>
    public async Task<IReadOnlyList<(string Table, string Rows)>> DumpAsync()
    {
        List<(string Table, string Rows)> dump = [];
        foreach (string table in await AskAsync(Tables))
            dump.Add((table, string.Join('\n', await AskAsync($"SELECT CAST(t AS VARCHAR) FROM {table} AS t"))));
        return dump;
    }
}
