using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>What a run's values of one column look like as a whole.</summary>
/// <param name="Name">The column.</param>
/// <param name="Nulls">Rows without a value.</param>
/// <param name="Distinct">About how many distinct values there are, NULL not counted: standard error 1.6 %, of columns that hardly repeat up to 4 %.
/// Null where they were not counted.</param>
public sealed record ColumnProfile(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("nulls")] long Nulls,
    [property: JsonPropertyName("distinct")] long? Distinct);
