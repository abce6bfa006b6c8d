using Cti.Tests.Servers;

namespace Cti.EndToEnd.Running;

/// <summary>DuckDB or PostgreSQL, empty, for the shop's tables.</summary>
internal sealed class ShopWarehouse(Workspace workspace, string warehouse, PostgresServer? server, string database) : IAsyncDisposable
{
    /// <summary>The argument of <c>--warehouse</c>.</summary>
    public string Warehouse => warehouse;

    public static async Task<ShopWarehouse> StartAsync(string kind, Workspace workspace)
    {
        if (kind == "duckdb")
            return new ShopWarehouse(workspace, "duckdb:w.duckdb", null, "");
        PostgresServer server = await PostgresServer.SharedAsync();
        string database = await server.NewDatabaseAsync();
        workspace.Variables["CTI_PASSWORD"] = server.Password;
        return new ShopWarehouse(workspace, $"postgres://{server.User}@{server.Host}:{server.Port}/{database}", server, database);
    }

    /// <summary>Runs a dataset into it; the files hold their values as they are, so that they can be searched.</summary>
    public async Task<CtiRun> RunAsync(string dataset, string input, params string[] more) => (await workspace.RunAsync(
        ["run", "--dataset", dataset, "--input", input, "--output", "cti-data", "--warehouse", warehouse, "--create", "--max-reject-rate", "1", "--codec", "none", .. more])).Expect(0);

    /// <summary>The first column of an answer, as text.</summary>
    public async Task<string[]> AskAsync(string sql) => server is null ? [.. workspace.Query(sql, "w.duckdb").Rows.Select(r => $"{r[0]}")] : await server.AskAsync(database, sql);

    /// <summary>Every value of every row as text, in the order of the columns.</summary>
    public async Task<string[]> RowsAsync(string table)
    {
        string[] columns = [.. Records.DatasetCatalog.All.SelectMany(d => d.Tables).Single(t => t.Name == table).Columns.Select(c => $"coalesce(CAST({c.Name} AS VARCHAR), '')")];
        return await AskAsync($"SELECT {string.Join(" || chr(31) || ", columns)} FROM {table}");
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DropDatabaseAsync(database);
    }
}
