namespace Cti.Quality.Validation;

/// <summary>What a transform is told.</summary>
public sealed record TransformOptions
{
    /// <summary>Keep only rows of this month; null keeps all.</summary>
    public MonthRange? Month { get; init; }

    /// <summary>Columns whose values become keyed hashes.</summary>
    public IReadOnlyList<string> Anonymize { get; init; } = [];

    /// <summary>Key of the hashes; needed where <see cref="Anonymize"/> names a column. Never logged.</summary>
    public string? Pepper { get; init; }
}
