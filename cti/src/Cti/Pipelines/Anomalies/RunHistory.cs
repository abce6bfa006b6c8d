using System.Text.Json.Serialization;

namespace Cti.Pipelines.Anomalies;

/// <summary>The newest runs of a dataset at an output, the oldest of them first.</summary>
/// <param name="Runs">Their numbers.</param>
internal sealed record RunHistory([property: JsonPropertyName("runs")] IReadOnlyList<RunProfile> Runs)
{
    /// <summary>Most runs that are kept.</summary>
    public const int Most = 30;

    /// <summary>The runs that another one is compared with: a run is not compared with itself.</summary>
    public IReadOnlyList<RunProfile> Without(string run) => [.. Runs.Where(r => r.Run != run)];

    /// <summary>With one more run, and without those that are too old.</summary>
    public RunHistory With(RunProfile run) => new([.. Without(run.Run).Append(run).OrderBy(r => r.Started).ThenBy(r => r.Run, StringComparer.Ordinal).TakeLast(Most)]);
}
