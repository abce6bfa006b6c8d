namespace Cti.Sources.Json;

/// <summary>How far what begins at some place reaches.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="End">Index behind its last byte; undefined for <see cref="JsonExtentKind.NeedMore"/>.</param>
internal readonly record struct JsonExtent(JsonExtentKind Kind, int End);
