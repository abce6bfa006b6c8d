using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Cti.Tests.Servers;

/// <summary>Where PostgreSQL's programs are: from the packages that <c>cti/tests/postgres</c> locks, else the system's own.</summary>
internal static class PostgresBinaries
{
    /// <summary>The folder of <c>initdb</c> and <c>postgres</c>.</summary>
    /// <param name="package">The package's name in the lock: <c>postgres</c>, or <c>postgres-13</c>.</param>
    public static async Task<string> FindAsync(string package)
    {
        string folder = Repository.Path("cti", "tests", "postgres");
        string? reason;
        try
        {
            await NodePackages.EnsureAsync(folder);
            return await PrepareAsync(Path.Combine(folder, "node_modules", package, "native"));
        }
        catch (InvalidOperationException e)
        {
            reason = e.Message;
        }

        // An old version cannot be had from the system: only the current one may come from there.
        return (package == "postgres" ? await OfSystemAsync() : null) ?? throw new InvalidOperationException(
            $"These tests need PostgreSQL: let npm install the packages of cti/tests/postgres, or put initdb and postgres on the path (Debian's postgresql). {reason}");
    }

    /// <summary>A copy for everybody to run: the server refuses root, and another user may not be let into the sources' folder.</summary>
    private static async Task<string> PrepareAsync(string native)
    {
        string version = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(native, "..", "package.json"))).RootElement.GetProperty("version").GetString()!;
        string copy = Path.Combine(Path.GetTempPath(), $"cti-postgres-{version}-{Environment.UserName}");
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        await using FileStream turn = await NodePackages.TakeTurnAsync(copy, limit.Token);
        if (!Directory.Exists(copy))
        {
            string half = copy + "." + Guid.NewGuid().ToString("N");
            await RunAsync("cp", ["-rP", native, half]);
            foreach (JsonElement link in JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(native, "pg-symlinks.json"))).RootElement.EnumerateArray())
                Link(half, link.GetProperty("source").GetString()!, link.GetProperty("target").GetString()!);
            await RunAsync("chmod", ["-R", "a+rX,u+w", half]);
            await RunAsync("chmod", ["a+x", .. Directory.EnumerateFiles(Path.Combine(half, "bin"))]);
            Directory.Move(half, copy);
        }

        return Path.Combine(copy, "bin");
    }

    // The package cannot hold links: a file beside them lists what each was, as native/lib/libpq.so.5 → libpq.so.5.17.
    private static void Link(string native, string source, string target)
    {
        const string prefix = "native/";
        string link = Path.Combine(native, target[prefix.Length..]);
        string file = Path.Combine(native, source[prefix.Length..]);
        if (!File.Exists(link))
            File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, file));
    }

    private static async Task<string?> OfSystemAsync()
    {
        try
        {
            return (await RunAsync("pg_config", ["--bindir"])).Trim();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
                .Select(f => new FileInfo(Path.Combine(f, "initdb")))
                .Where(f => f.Exists)
                .Select(f => Path.GetDirectoryName((f.ResolveLinkTarget(returnFinalTarget: true) ?? f).FullName))
                .FirstOrDefault();
        }
    }

    /// <summary>Runs a program to its end and gives its output.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors}{await output}");
    }
}
