using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>What a run's rows of one table look like as a whole.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns in file order.</param>
public sealed record TableProfile(
    [property: JsonPropertyName("table")] string Table,
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("columns")] IReadOnlyList<ColumnProfile> Columns);
