using System.Text.Json.Serialization;

namespace Cti.Warehouses.Faults;

/// <summary>One line of a <c>_lines</c> file: rows that come from one source.</summary>
/// <param name="Source">URI of the input object.</param>
/// <param name="Line">The first row's line.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Steps">From each row's line to the next row's; null where the lines are consecutive.</param>
internal sealed record LineStretch(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("line")] long Line,
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("steps")] IReadOnlyList<long>? Steps = null)
{
    /// <summary>The line of one of its rows.</summary>
    /// <param name="index">The row, from 0.</param>
    public long LineOf(long index) => Steps is null ? Line + index : Line + Steps.Take((int)index).Sum();
}
