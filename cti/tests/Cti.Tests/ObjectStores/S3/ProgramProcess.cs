using System.Diagnostics;
using Cti.ObjectStores.S3;

namespace Cti.Tests.ObjectStores.S3;

/// <summary>The built program as a process of its own, with nothing of this one's environment that the AWS SDK looks at.</summary>
internal static class ProgramProcess
{
    /// <summary>Lets the program look for an input; exit 99 says that the server answered and there is none.</summary>
    public static async Task<(int Exit, string Output, string Errors)> LookForAsync(string uri, ScratchFolder scratch, IReadOnlyDictionary<string, string> variables)
    {
        string[] arguments =
        [
            "exec", typeof(S3ObjectStore).Assembly.Location,
            "extract-transform", "--dataset", "events", "--input", uri, "--output", scratch.At("out"), "--if-missing", "skip",
        ];
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string inherited in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal) || k.StartsWith("CTI_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["HOME"] = scratch.Path;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach ((string name, string value) in variables) start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
