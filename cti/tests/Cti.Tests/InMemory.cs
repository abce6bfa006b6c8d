using System.Collections.Concurrent;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests;

/// <summary>DuckDB without a file, for what a test asks or writes besides. Engines are kept: one takes longer to make than most questions to answer.</summary>
internal static class InMemory
{
    private static readonly ConcurrentBag<DuckDbConnection> Idle = [];

    public static QueryTable Query(string sql) => Do(engine => engine.Query(sql, CancellationToken.None));

    public static long Execute(string sql) => Do(engine => engine.Execute(sql, CancellationToken.None));

    /// <summary>Does something with an engine that nobody else uses meanwhile; it shall leave nothing in it.</summary>
    public static T Do<T>(Func<DuckDbConnection, T> work)
    {
        // Tests write files anew under the same names: what was read of them before must not count.
        DuckDbConnection engine = Idle.TryTake(out DuckDbConnection? idle)
            ? idle
            : DuckDbConnection.Open(":memory:", new Dictionary<string, string> { ["threads"] = "1", ["enable_external_file_cache"] = "false" });
        T answer = work(engine);
        Idle.Add(engine);
        return answer;
    }
}
