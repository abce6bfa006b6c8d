using System.Text.Json.Serialization;

namespace Cti.Warehouses.Faults;

/// <summary>One line of a <c>_lines</c> file: rows that come from consecutive lines of one source.</summary>
/// <param name="Source">URI of the input object.</param>
/// <param name="Line">The first row's line.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record LineStretch(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("line")] long Line,
    [property: JsonPropertyName("rows")] long Rows);
