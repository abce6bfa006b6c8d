using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>One column of one generated row group.</summary>
/// <param name="Values">As the encoder takes it.</param>
/// <param name="Expected">As the readers shall give it back: see read.mjs for the form.</param>
public sealed record GeneratedColumn(ColumnValues Values, IReadOnlyList<string?> Expected);
