using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses.DuckDb;

/// <summary>A DuckDB file in a folder.</summary>
internal sealed class Workbench : WarehouseBench, IDisposable
{
    public override string Kind => "duckdb";

    public override SqlDialect Dialect => DuckDbDialect.Instance;

    public string Database => Path.Combine(Spill, "db", "warehouse.duckdb");

    internal override IWarehouse Warehouse(TableNaming? naming = null) => Warehouse(naming, Memory);

    public DuckDbWarehouse Warehouse(TableNaming? naming, long memoryBytes) =>
        new(Database, naming ?? TableNaming.Default, new DuckDbOptions(memoryBytes, 2, Spill), Store, TimeProvider.System);

    public override Task<string[]> AskAsync(string sql) => Task.FromResult(Ask(sql));

    public override Task DoAsync(string sql)
    {
        Do(sql);
        return Task.CompletedTask;
    }

    /// <summary>As <see cref="AskAsync"/>.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="database">Another database file than the bench's own.</param>
    public string[] Ask(string sql, string? database = null)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(database ?? Database, new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        return [.. connection.Query(sql, CancellationToken.None).Rows.Select(r => string.Join('|', r.Select(v => v is DateTime d ? d.ToString("yyyy-MM-dd", null) : v?.ToString() ?? "∅")))];
    }

    public void Do(string sql) => DoIn(Database, sql);

    /// <summary>Runs statements in a database file, which is made where there is none.</summary>
    public static void DoIn(string database, string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        using DuckDbConnection connection = DuckDbConnection.Open(database, new Dictionary<string, string>());
        connection.Execute(sql, CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(Spill, recursive: true);
}
