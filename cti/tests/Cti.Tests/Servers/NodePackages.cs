using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Cti.Tests.Servers;

/// <summary>Puts packages of a folder with a lock file where Node.js finds them.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Installs what is missing or older than the lock file. Test processes wait for each other.</summary>
    /// <param name="folder">The folder of <c>package.json</c> and <c>package-lock.json</c>.</param>
    public static async Task EnsureAsync(string folder)
    {
        using CancellationTokenSource limit = new(Limit);
        await using FileStream turn = await TakeTurnAsync(folder, limit.Token);
        FileInfo installed = new(Path.Combine(folder, "node_modules", ".package-lock.json"));
        FileInfo locked = new(Path.Combine(folder, "package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= locked.LastWriteTimeUtc) return;

        // Not `npm ci`: it wants every platform's optional package in the lock, and not each registry holds them all.
        // --no-save leaves the lock as it is; versions and hashes are taken from it.
        await RunNpmAsync(folder, ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], limit.Token);
        File.SetLastWriteTimeUtc(installed.FullName, DateTime.UtcNow);
    }

    /// <summary>Waits until no other test process works on the folder; ends when it is disposed.</summary>
    public static async Task<FileStream> TakeTurnAsync(string folder, CancellationToken cancellationToken)
    {
        string name = $"cti-node-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16]}.lock";
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

    private static async Task RunNpmAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("npm", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
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
                throw new InvalidOperationException($"npm install in {folder} took longer than {Limit}: run it by hand and see what holds it up.");
            }

            if (process.ExitCode != 0) throw new InvalidOperationException($"npm install in {folder} ended with {process.ExitCode}: {await output}{await errors}");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("npm could not be started: install Node.js 20 or later with npm.", exception);
        }
    }
}
