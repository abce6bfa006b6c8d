using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cti.Tests.Parquet.Readers;

/// <summary>DuckDB, Polars and hyparquet in one process of Node.js that lives as long as the test run. One caller at a time.</summary>
public sealed class ParquetReaders : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private Process? process;
    private Task<string>? errors;
    private int lastId;

    /// <summary>The readers whose answers are values: <see cref="ReadAsync"/> takes one of these names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["duckdb", "polars", "hyparquet"];

    public async Task InitializeAsync()
    {
        await ReaderInstallation.EnsureAsync();
        process = Process.Start(new ProcessStartInfo("node", ["read.mjs"])
        {
            WorkingDirectory = ReaderInstallation.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        errors = process.StandardError.ReadToEndAsync();
        await ReadLineAsync();
    }

    public async Task DisposeAsync()
    {
        if (process is null) return;
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    /// <summary>All values of a file, by column, in the canonical text that <see cref="GeneratedColumn.Expected"/> has too.</summary>
    public async Task<IReadOnlyList<ReadColumn>> ReadAsync(string reader, string path)
    {
        JsonNode answer = await AskAsync(new JsonObject { ["reader"] = reader, ["path"] = path });
        return answer["columns"].Deserialize<List<ReadColumn>>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Footer and page indexes as hyparquet reads them.</summary>
    public async Task<JsonNode> ReadMetadataAsync(string path) => await AskAsync(new JsonObject { ["reader"] = "metadata", ["path"] = path });

    /// <summary>The answer of DuckDB to a query, all values as text.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string?>>> QueryAsync(string sql)
    {
        JsonNode answer = await AskAsync(new JsonObject { ["reader"] = "sql", ["sql"] = sql });
        return answer["rows"].Deserialize<List<List<string?>>>()!;
    }

    private async Task<JsonNode> AskAsync(JsonObject request)
    {
        int id = ++lastId;
        request["id"] = id;
        await process!.StandardInput.WriteLineAsync(request.ToJsonString());
        await process.StandardInput.FlushAsync();
        JsonNode answer = JsonNode.Parse(await ReadLineAsync())!;
        if (answer["error"] is { } error) throw new InvalidOperationException($"{request["reader"]} failed on {request["path"] ?? request["sql"]}: {error}");
        if (answer["id"]!.GetValue<int>() != id) throw new InvalidOperationException($"The readers answered request {answer["id"]}, not {id}.");
        return answer;
    }

    private async Task<string> ReadLineAsync()
    {
        using CancellationTokenSource limit = new(Limit);
        return await process!.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException($"The Parquet readers ended: {await errors!}. Node.js 20 or later is needed.");
    }
}
