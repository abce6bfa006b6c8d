using System.Text.Json.Serialization;

namespace Cti.Pipelines.Incremental;

/// <summary>A claim whose run is done and whose objects are not yet in the ledger's partitions.</summary>
/// <param name="Id">Names the list of its objects.</param>
/// <param name="Run">The run key.</param>
/// <param name="Manifest">The run's manifest.</param>
/// <param name="Objects">How many objects it has.</param>
internal sealed record CommittedClaim(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("run")] string Run,
    [property: JsonPropertyName("manifest")] string Manifest,
    [property: JsonPropertyName("objects")] int Objects);
