using System.Diagnostics;
using Cti.Tests;

namespace Cti.EndToEnd.Running;

/// <summary>The program as users run it: published from these sources, once for a test process, or the one that the environment variable
/// <c>TESTED_PROGRAM</c> names, as in CI, which takes the image's.</summary>
internal static class PublishedProgram
{
    private static readonly Lazy<string> Published = new(Find);

    /// <summary>Path of the executable.</summary>
    public static string Path => Published.Value;

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("TESTED_PROGRAM") is not { Length: > 0 } given)
            return Publish();

        // It may be in the making still, which a file beside it tells.
        while (File.Exists(given + ".pending"))
            Thread.Sleep(200);
        return File.Exists(given) ? given : Publish();
    }

    private static string Publish()
    {
        string folder = System.IO.Path.Combine(AppContext.BaseDirectory, "published");
        ProcessStartInfo start = new("dotnet", ["publish", Repository.Path("cti", "src", "Cti"), "--configuration", "Release", "--output", folder, "--verbosity", "quiet", "--nologo", "-p:RunAnalyzers=false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test host's own build was told must not reach this one.
        foreach (string name in new[] { "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath" })
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "cti.exe" : "cti")
            : throw new InvalidOperationException($"dotnet publish cti/src/Cti failed: {output}{errors.Result}");
    }
}
