using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Cti.Tests.Cli.Processes;

/// <summary>What only a process of its own shows: signals, streams, encodings.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Terminated_StopsWith143AResultAndNoManifest()
    {
        // A server that takes the request and never answers: the run waits for as long as we like.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Dictionary<string, string> environment = new()
        {
            ["CTI_ENDPOINT_URL"] = $"http://{silent.LocalEndpoint}",
            ["CTI_ACCESS_KEY"] = "planted-access-key",
            ["CTI_SECRET_KEY"] = "planted-secret-key",
            ["CTI_REGION"] = "us-east-1",
        };
        using var process = new CtiProcess(_folder.Path, environment, "run", "--dataset", "events", "--input", "s3://bucket/events.csv");
        using TcpClient request = await silent.AcceptTcpClientAsync();
        process.Terminate();

        (int exitCode, string output, string error) = await process.EndAsync();

        Assert.True(exitCode == 143, $"exit code {exitCode}: {error}");
        JsonNode result = JsonNode.Parse(Assert.Single(output.TrimEnd('\n').Split('\n')))!;
        Assert.Equal(("failed", "terminated"), (result["status"]!.GetValue<string>(), result["error"]!["kind"]!.GetValue<string>()));
        Assert.StartsWith("cti: The run was told to end", error.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("planted", output + error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "manifest.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Run_LocaleWithoutUnicode_StillWritesUtf8()
    {
        using var process = new CtiProcess(
            _folder.Path, new Dictionary<string, string> { ["LC_ALL"] = "en_US.ISO-8859-1" }, "load", "--dataset", "events", "--input", "Übersicht.json", "--warehouse", "duckdb:w");

        (int exitCode, string output, string error) = await process.EndAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("Übersicht.json", output, StringComparison.Ordinal);
        Assert.Contains("Übersicht.json", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Print_ReaderGone_IsNoFailure()
    {
        var start = new ProcessStartInfo("bash", ["-c", "dotnet \"$0\" schema manifest | true; echo ${PIPESTATUS[0]}", Path.Combine(AppContext.BaseDirectory, "cti.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process shell = Process.Start(start)!;
        Task<string> error = shell.StandardError.ReadToEndAsync();

        Assert.Equal("0\n", await shell.StandardOutput.ReadToEndAsync());
        Assert.Empty(await error);
    }
}
