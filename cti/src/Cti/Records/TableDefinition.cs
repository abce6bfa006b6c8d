using Cti.Records.Columns;

namespace Cti.Records;

/// <summary>A warehouse table that a dataset fills, and how.</summary>
public sealed record TableDefinition
{
    /// <summary>The table's name: lower case.</summary>
    public required string Name { get; init; }

    /// <summary>Columns in the order of the Parquet files and the DDL (COPY maps by position).</summary>
    public required IReadOnlyList<ColumnDefinition> Columns { get; init; }

    /// <summary>Names of the columns that identify a row: a merge replaces by them.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Whether a column alone identifies a row: within a run none of its values comes twice.</summary>
    public bool IsIdentifiedBy(string column) => Key is [var only] && only == column;

    /// <summary>The timestamp or date column that <c>--month</c> and <c>replace --month</c> go by; null where the table has none.</summary>
    public string? MonthColumn { get; init; }

    /// <summary>The column by which a merge never lets an older version replace a newer one; null where the last load wins.</summary>
    public string? VersionColumn { get; init; }

    /// <summary>The column that decides between rows of one version; null where the later load does.</summary>
    public string? ThenVersionColumn { get; init; }

    /// <summary>Whether the oldest version stays, and of equal ones the one that is there. Default: the newest stays, and the later load.</summary>
    public bool OldestStays { get; init; }

    /// <summary>The columns by which a merge replaces rows, all that agree in them together; default: <see cref="Key"/>.</summary>
    public IReadOnlyList<string> ReplacedBy
    {
        get => field ?? Key;
        init;
    }

    /// <summary>Redshift DISTKEY; null for automatic distribution.</summary>
    public string? DistKey { get; init; }

    /// <summary>Redshift SORTKEY; null for automatic.</summary>
    public string? SortKey { get; init; }

    /// <summary>Further columns that PostgreSQL and DuckDB index, one index each.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>Tables computed from this one inside every load's transaction.</summary>
    public IReadOnlyList<DerivedTable> Derived { get; init; } = [];

    /// <summary>Greatest length of a column's values in UTF-8 bytes.</summary>
    /// <exception cref="InvalidOperationException">The table has no such column.</exception>
    public int MaxBytesOf(string column) => Columns.Single(c => c.Name == column).MaxBytes;
}
