using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cti.Tests.Cli.Processes;

/// <summary>The built program as a process of its own.</summary>
internal sealed partial class CtiProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public CtiProcess(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // From its own build: beside the tests lie only the libraries that ASP.NET, which the tests have and the program has not, does not bring.
        string program = Path.Combine(AppContext.BaseDirectory.Replace(Path.Combine("tests", "Cti.Tests", "bin"), Path.Combine("src", "Cti", "bin"), StringComparison.Ordinal), "cti.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _output, await _error);
    }

    /// <summary>Sends SIGTERM, as a container's stop does.</summary>
    public void Terminate() => Assert.Equal(0, Kill(_process.Id, 15));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int process, int signal);
}
