using System.Text.RegularExpressions;

namespace Cti.Cli.Options;

/// <summary>What a run key may look like: it becomes part of paths and of file names.</summary>
public static partial class RunKeyText
{
    /// <summary>Whether a text may be a run key.</summary>
    public static bool IsValid(string key) => Key().IsMatch(key);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")]
    private static partial Regex Key();
}
