using System.Text.Json;

namespace Cti.EndToEnd.Running;

/// <summary>How one call of the program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
/// <param name="PeakBytes">Peak resident memory.</param>
internal sealed record CtiRun(int ExitCode, string Output, string Errors, long PeakBytes)
{
    /// <summary>Whether SIGKILL ended it.</summary>
    public bool IsKilled => ExitCode == 128 + 9;

    /// <summary>The one line on standard output as JSON; fails where it is not one line.</summary>
    public JsonElement Result
    {
        get
        {
            Assert.EndsWith("\n", Output, StringComparison.Ordinal);
            Assert.Equal(Output.Length - 1, Output.IndexOf('\n', StringComparison.Ordinal));
            return JsonDocument.Parse(Output).RootElement;
        }
    }

    /// <summary>The last line on standard error.</summary>
    public string Cause => Errors.TrimEnd('\n').Split('\n')[^1];

    /// <summary>The result's counts, in the order read, written, duplicates, reassigned, filtered, rejected.</summary>
    public long[] Counts => [.. new[] { "read", "written", "duplicates", "reassigned", "filtered", "rejected" }.Select(name => Result.GetProperty("counts").GetProperty(name).GetInt64())];

    /// <summary>Fails, showing everything, where the exit code is another.</summary>
    public CtiRun Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n{Output}{Errors}");
        return this;
    }
}
