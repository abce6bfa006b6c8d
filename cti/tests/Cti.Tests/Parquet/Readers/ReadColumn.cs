namespace Cti.Tests.Parquet.Readers;

/// <summary>A column as a reader gave it back.</summary>
public sealed record ReadColumn(string Name, string Type, IReadOnlyList<string?> Values);
