using System.Text.Json.Serialization;

namespace Cti.Cli.Results;

/// <summary>Why a run did not end well.</summary>
/// <param name="Stage">The stage that ended it.</param>
/// <param name="Kind"><c>bug</c>, <c>usage</c>, <c>quality-gate</c>, <c>refused-by-warehouse</c>, <c>transient</c>, <c>nothing-to-do</c> or <c>terminated</c>.</param>
/// <param name="Message">The cause, without secrets.</param>
public sealed record ResultError(
    [property: JsonPropertyName("stage")] string Stage,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("message")] string Message);
