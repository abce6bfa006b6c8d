using System.Diagnostics;
using System.Text.Json;
using Cti.RedshiftSimulator;
using Cti.Tests.Servers;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>The simulator as a process of its own.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Main_WithPostgres_ServesUntilItIsTerminated()
    {
        PostgresServer postgres = await PostgresServer.SharedAsync();
        string database = await postgres.NewDatabaseAsync();
        using Process process = Start(["--port", "0", "--key", "id:a:secret", "--submitted-seconds", "0.1"], postgres.ConnectionString());

        string line = await process.StandardOutput.ReadLineAsync() ?? "";
        Assert.StartsWith("listening on http://127.0.0.1:", line, StringComparison.Ordinal);
        using SignedClient client = new(line["listening on ".Length..], new SimulatorKey("id", "a:secret"), database);
        string id = await client.ExecuteAsync("SELECT 42 AS answer");
        JsonElement end = await client.EndAsync(id);
        string[] rows = await client.RowsAsync(id);
        using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal("FINISHED", end.GetProperty("Status").GetString());
        Assert.Equal(["42"], rows);
        Assert.Equal(0, process.ExitCode);
        await postgres.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task Main_WithoutPostgres_SaysWhatToGive()
    {
        using Process process = Start(["--key", "id:secret"], postgres: null);

        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("CTI_SIMULATOR_POSTGRES", errors, StringComparison.Ordinal);
    }

    private static Process Start(string[] arguments, string? postgres)
    {
        ProcessStartInfo start = new("dotnet", [typeof(DataApiSimulator).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CTI_SIMULATOR_POSTGRES"] = postgres;
        start.Environment.Remove("AWS_ENDPOINT_URL_S3");
        return Process.Start(start)!;
    }
}
