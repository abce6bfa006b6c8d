namespace Cti.Quality.Validation;

/// <summary>What a transform is told.</summary>
public sealed record TransformOptions
{
    /// <summary>Keep only rows of this month; null keeps all.</summary>
    public MonthRange? Month { get; init; }

    /// <summary>When each input object arrived, in microseconds since 1970-01-01 UTC, by its index.</summary>
    public IReadOnlyList<long> Arrivals { get; init; } = [];

    /// <summary>Columns whose values become keyed hashes.</summary>
    public IReadOnlyList<string> Anonymize { get; init; } = [];

    /// <summary>Key of the hashes; needed where <see cref="Anonymize"/> names a column. Never logged.</summary>
    public string? Pepper { get; init; }
}
