using System.Globalization;
using System.Runtime.InteropServices;

namespace Cti.Bench.Comparison;

/// <summary>What the figures were measured on: nothing that tells where.</summary>
/// <param name="Cpu">The processor's name.</param>
/// <param name="Vectors">The widest vectors that .NET uses there, and carry-less multiplication.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="MemoryGiB">Memory of the machine.</param>
/// <param name="Kernel">The operating system's kernel.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record Machine(string Cpu, string Vectors, int Cores, double MemoryGiB, string Kernel, string Runtime)
{
    private static readonly string[] Interesting = ["avx2", "avx512bw", "pclmulqdq", "vpclmulqdq"];

    /// <summary>This machine.</summary>
    public static Machine Read()
    {
        string cpu = Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        string memory = Line("/proc/meminfo", "MemTotal")?.Split(' ')[0] ?? "0";
        string flags = $" {Line("/proc/cpuinfo", "flags")} ";
        string[] vectors = [.. Interesting.Where(flag => flags.Contains($" {flag} ", StringComparison.Ordinal))];
        return new Machine(
            cpu,
            string.Join(' ', vectors),
            Environment.ProcessorCount,
            Math.Round(double.Parse(memory, CultureInfo.InvariantCulture) / (1 << 20), 1),
            $"Linux {Environment.OSVersion.Version.ToString(3)}, {RuntimeInformation.OSDescription}",
            RuntimeInformation.FrameworkDescription);
    }

    private static string? Line(string file, string name) => !File.Exists(file)
        ? null
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
