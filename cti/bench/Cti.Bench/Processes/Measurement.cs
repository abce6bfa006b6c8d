using System.Text.Json.Serialization;

namespace Cti.Bench.Processes;

/// <summary>What a whole process took, from its start to its end.</summary>
/// <param name="Seconds">Wall clock.</param>
/// <param name="CpuSeconds">User and system time of all its threads.</param>
/// <param name="PeakBytes">Peak resident memory, as the kernel knows it.</param>
/// <param name="Output">Its standard output.</param>
public sealed record Measurement(double Seconds, double CpuSeconds, long PeakBytes, string Output)
{
    /// <summary>The last line of its standard output.</summary>
    [JsonIgnore]
    public string LastLine => Output.TrimEnd().Split('\n')[^1];
}
