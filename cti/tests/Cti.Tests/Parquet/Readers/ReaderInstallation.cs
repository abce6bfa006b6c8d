using System.ComponentModel;
using System.Diagnostics;

namespace Cti.Tests.Parquet.Readers;

/// <summary>Puts the readers' packages where Node.js finds them, as the lock file says.</summary>
internal static class ReaderInstallation
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Where the readers are.</summary>
    public static string Folder { get; } = Repository.Path("cti", "tests", "readers");

    /// <summary>Installs what is missing or older than the lock file. Test processes wait for each other.</summary>
    public static async Task EnsureAsync()
    {
        using CancellationTokenSource limit = new(Limit);
        await using FileStream turn = await TakeTurnAsync(limit.Token);
        FileInfo installed = new(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        FileInfo locked = new(Path.Combine(Folder, "package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= locked.LastWriteTimeUtc) return;

        // Not `npm ci`: it wants every platform's optional package in the lock, and not each registry holds them all.
        // --no-save leaves the lock as it is; versions and hashes are taken from it.
        await RunNpmAsync(["install", "--no-save", "--no-audit", "--no-fund"], limit.Token);
        File.SetLastWriteTimeUtc(installed.FullName, DateTime.UtcNow);
    }

    private static async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        string name = $"cti-parquet-readers-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Folder)))[..16]}.lock";
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Path.GetTempPath(), name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static async Task RunNpmAsync(string[] arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("npm", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"npm install in cti/tests/readers took longer than {Limit}: run it by hand and see what holds it up.");
            }

            if (process.ExitCode != 0) throw new InvalidOperationException($"npm install in cti/tests/readers ended with {process.ExitCode}: {await output}{await errors}");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("npm could not be started: install Node.js 20 or later with npm.", exception);
        }
    }
}
