namespace Cti.Telemetry;

/// <summary>Why a run did not end well, without secrets.</summary>
/// <param name="Stage">The stage that ended it.</param>
/// <param name="Kind">As in the result: <c>usage</c>, <c>quality-gate</c>, <c>transient</c>…</param>
/// <param name="Message">The cause in one line.</param>
public sealed record RunFailure(string Stage, string Kind, string Message);
