namespace Cti.Pipelines.Quarantine;

/// <summary>A rejected record that shows a reason.</summary>
/// <param name="Source">URI of the object that it came from.</param>
/// <param name="Line">Its line there, from 1.</param>
/// <param name="Value">The value at fault as the quarantine shows it; null where there was none.</param>
/// <param name="Raw">Its beginning; base64 where it is no UTF-8.</param>
public sealed record QuarantineExample(string Source, long Line, string? Value, string Raw);
