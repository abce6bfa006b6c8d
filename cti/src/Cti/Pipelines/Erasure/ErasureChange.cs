using System.Text.Json.Serialization;

namespace Cti.Pipelines.Erasure;

/// <summary>What an erasure changed in one place, without the data.</summary>
/// <param name="Kind"><c>run</c>, <c>part</c>, <c>rejects</c>, <c>leftover</c>, <c>archive</c>, <c>table</c>, or <c>missing</c> for a file of a run that was not there to be searched.</param>
/// <param name="Place">The file's URI, or warehouse and table.</param>
/// <param name="Rows">Rows or records erased.</param>
/// <param name="Columns">The columns that changed; empty for raw records, of which all goes that is about the person.</param>
/// <param name="Replaced">The file that took its place; null where it was changed in place, or is gone.</param>
internal sealed record ErasureChange(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("place")] string Place,
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("columns")] IReadOnlyList<string> Columns,
    [property: JsonPropertyName("replaced_by")] string? Replaced = null);
