using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>What is left of a run that the quality gate ended, beside its rejects.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Run">The run key.</param>
/// <param name="Reason">Why the gate closed.</param>
/// <param name="Counts">What became of the records.</param>
/// <param name="Inputs">The input objects, each with its counts.</param>
/// <param name="Rejects">Where the rejects are.</param>
/// <param name="Anomalies">What was far from the runs before; null where it was not compared.</param>
public sealed record FailedRun(
    [property: JsonPropertyName("dataset")] string Dataset,
    [property: JsonPropertyName("run")] string Run,
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("counts")] Counts Counts,
    [property: JsonPropertyName("inputs")] IReadOnlyList<ManifestInput> Inputs,
    [property: JsonPropertyName("rejects")] ManifestRejects Rejects,
    [property: JsonPropertyName("anomalies"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Anomaly>? Anomalies = null);
