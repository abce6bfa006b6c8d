using System.Text;
using System.Text.Json.Nodes;
using Cti.RedshiftSimulator;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Running;

/// <summary>One of the three warehouses, empty, with a bucket in a real S3 and a workspace whose calls go there.</summary>
internal sealed class WarehouseStack : IAsyncDisposable
{
    private const string File = "warehouse.duckdb";
    private readonly RedshiftStack _redshift;
    private int _files;

    private WarehouseStack(string kind, RedshiftStack redshift, PostgresServer postgres)
    {
        (Kind, _redshift) = (kind, redshift);
        if (kind != "redshift")
            Workspace.Variables.Remove("CTI_WORKGROUP");
        if (kind == "postgres")
        {
            Workspace.Variables["CTI_HOSTNAME"] = postgres.Host;
            Workspace.Variables["CTI_PORT"] = $"{postgres.Port}";
            Workspace.Variables["CTI_USERNAME"] = postgres.User;
            Workspace.Variables["CTI_PASSWORD"] = postgres.Password;
        }
    }

    public string Kind { get; }

    /// <summary>The argument of <c>--warehouse</c>.</summary>
    public string Warehouse => Kind == "duckdb" ? "duckdb:" + File : Kind;

    public Workspace Workspace => _redshift.Workspace;

    public MotoServer S3 => _redshift.S3;

    public string Bucket => _redshift.Bucket;

    public string Database => _redshift.Database;

    public DataApiSimulator Simulator => _redshift.Simulator;

    public static async Task<WarehouseStack> StartAsync(string kind) => new(kind, await RedshiftStack.StartAsync(), await PostgresServer.SharedAsync());

    /// <summary>Puts events into the bucket and extracts them.</summary>
    /// <returns>The manifest's URI.</returns>
    public async Task<string> ExtractAsync(params string[] lines)
    {
        string name = $"raw/{++_files}/events.csv";
        await S3.PutAsync(Bucket, name, Encoding.UTF8.GetBytes(string.Join('\n', lines.Prepend("id,timestamp,email,country,ip,uri,action,tags")) + "\n"));
        CtiRun run = (await Workspace.RunAsync("extract-transform", "--dataset", "events", "--input", $"s3://{Bucket}/{name}", "--output", $"s3://{Bucket}/out")).Expect(0);
        return run.Result.GetProperty("manifest").GetString()!;
    }

    /// <summary>Changes a manifest in the bucket.</summary>
    public async Task EditAsync(string manifest, Action<JsonNode> change)
    {
        string key = manifest[$"s3://{Bucket}/".Length..];
        JsonNode document = JsonNode.Parse(await S3.GetAsync(Bucket, key))!;
        change(document);
        await S3.PutAsync(Bucket, key, Encoding.UTF8.GetBytes(document.ToJsonString()));
    }

    public Task<CtiRun> LoadAsync(string manifest, params string[] more) =>
        Workspace.RunAsync(["load", "--dataset", "events", "--input", manifest, "--warehouse", Warehouse, .. more]);

    /// <summary>The first column of an answer as text, sorted by its bytes.</summary>
    public async Task<string[]> AskAsync(string sql)
    {
        string[] found = Kind == "duckdb"
            ? [.. Workspace.Query(sql, File).Rows.Select(r => $"{r[0]}")]
            : await _redshift.AskAsync(sql);
        Array.Sort(found, StringComparer.Ordinal);
        return found;
    }

    /// <summary>Every value of every row of the table.</summary>
    public Task<string[]> TableAsync() => AskAsync("""
        SELECT id || '|' || CAST("timestamp" AS VARCHAR) || '|' || email || '|' || company || '|' || country || '|' || ip || '|' || uri || '|' || action || '|' || tags FROM events
        """);

    /// <summary>Runs a statement, as somebody else than the program.</summary>
    public async Task DoAsync(string sql)
    {
        if (Kind == "duckdb")
            Workspace.Query(sql, File);
        else
            await (await PostgresServer.SharedAsync()).ExecuteAsync(Database, sql);
    }

    public ValueTask DisposeAsync() => _redshift.DisposeAsync();
}
