using Cti.Records.Columns;

namespace Cti.Records;

/// <summary>A table that a load recomputes from another, in the same transaction, so that a rerun doubles nothing.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Key">The columns that identify a row.</param>
/// <param name="Select">The query that gives its rows, in standard SQL; <c>{source}</c> stands for the qualified name of the table it comes from.</param>
public sealed record DerivedTable(string Name, IReadOnlyList<ColumnDefinition> Columns, IReadOnlyList<string> Key, string Select);
