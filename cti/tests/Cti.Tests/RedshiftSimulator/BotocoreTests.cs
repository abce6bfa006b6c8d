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
        ProcessStartInfo start = new("python3", [Repository.Path("cti", "tests", "Cti.Tests", "RedshiftSimulator", "botocore_client.py"), bench.Simulator.Endpoint, key.Id, key.Secret, bench.Database])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, $"python3 with botocore is needed (pip install botocore): {errors}");
        JsonElement seen = JsonDocument.Parse(await output).RootElement;
        Assert.Equal(
            """{"status": "FINISHED", "created_is_time": true, "parts": ["FINISHED", "FINISHED"], "records": [[{"stringValue": "2.50"}, {"stringValue": "x"}]], "same_token": true, "failed": "ERROR: column \"nothing\" does not exist", "listed": ["cti/a"], "cancel": "ValidationException", "missing": "ResourceNotFoundException", "wrong_secret": "InvalidSignatureException", "wrong_key": "UnrecognizedClientException", "unwanted_token": "UnrecognizedClientException"}""",
            seen.GetRawText());
    }
}
