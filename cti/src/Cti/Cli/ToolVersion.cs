using System.Reflection;

namespace Cti.Cli;

/// <summary>The program's version.</summary>
public static class ToolVersion
{
    /// <summary>As manifests and Parquet files name it: <c>cti 1.2.3</c>. Without the commit: the same version gives the same bytes.</summary>
    public static string Name { get; } = "cti " + Informational().Split('+')[0];

    private static string Informational() =>
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
