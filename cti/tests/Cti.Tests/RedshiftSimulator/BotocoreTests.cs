using System.Diagnostics;
using System.Text.Json;
using Cti.RedshiftSimulator;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>AWS's own Python client against the simulator: its signatures, shapes and error names, without any code of this repository.</summary>
public sealed class BotocoreTests
{
    [Fact]
    public async Task Botocore_EveryOperation_UnderstandsTheSimulator()
    {
        SimulatorKey key = new("AKIDBOTOCORE", "botocore/secret+key");
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { Keys = [key] });

        string output = await RunAsync([Repository.Path("cti", "tests", "Cti.Tests", "RedshiftSimulator", "botocore_client.py"), bench.Simulator.Endpoint, key.Id, key.Secret, bench.Database]);

        JsonElement seen = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            """{"status": "FINISHED", "created_is_time": true, "parts": ["FINISHED", "FINISHED"], "records": [[{"stringValue": "2.50"}, {"stringValue": "x"}]], "same_token": true, "failed": "ERROR: column \"nothing\" does not exist", "listed": ["cti/a"], "cancel": "ValidationException", "missing": "ResourceNotFoundException", "wrong_secret": "InvalidSignatureException", "wrong_key": "UnrecognizedClientException", "unwanted_token": "UnrecognizedClientException"}""",
            seen.GetRawText());
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        // Where Python has no moto, the tests' own S3 server has been installed with one that brings botocore.
        string own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "cti-tests", "moto", "bin", "python");
        List<string> tried = [];
        foreach (string python in (string[])["python3", .. File.Exists(own) ? [own] : Array.Empty<string>()])
        {
            using Process process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode == 0)
                return await output;
            tried.Add($"{python}: {errors}");
        }

        throw new InvalidOperationException("This test needs botocore: run pip install botocore (moto brings it). Tried: " + string.Join(" | ", tried));
    }
}
