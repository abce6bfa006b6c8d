namespace Cti.Sources.Csv;

/// <summary>What decides where the records of one object begin and end.</summary>
/// <param name="Delimiter">The byte between two fields.</param>
/// <param name="Columns">Fields that each record must have: as many as the header.</param>
/// <param name="MaxFieldBytes">The longest field allowed, in bytes without quotes and escapes; also how far a closing quote is looked for.</param>
internal readonly record struct CsvDialect(byte Delimiter, int Columns, int MaxFieldBytes);
