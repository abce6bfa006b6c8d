namespace Cti.Warehouses.Faults;

/// <summary>Where a record came from.</summary>
/// <param name="Source">URI of the input object.</param>
/// <param name="Line">Its line there, from 1.</param>
internal readonly record struct LineOrigin(string Source, long Line);
