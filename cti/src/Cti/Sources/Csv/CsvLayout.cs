namespace Cti.Sources.Csv;

/// <summary>How the columns of one object serve the declared fields.</summary>
/// <param name="Dialect">The object's dialect.</param>
/// <param name="Targets">By column of the object: the declared field that it fills, or -1 where it is ignored.</param>
internal sealed record CsvLayout(CsvDialect Dialect, int[] Targets);
