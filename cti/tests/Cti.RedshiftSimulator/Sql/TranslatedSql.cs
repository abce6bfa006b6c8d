namespace Cti.RedshiftSimulator;

/// <summary>A statement as it is carried out.</summary>
internal sealed record TranslatedSql
{
    /// <summary>The statement for PostgreSQL; null for COPY.</summary>
    public string? Text { get; init; }

    /// <summary>What to run after it where <see cref="NewTable"/> was not there before.</summary>
    public IReadOnlyList<string> Then { get; init; } = [];

    /// <summary>The table that a CREATE TABLE makes, in quotes.</summary>
    public string? NewTable { get; init; }

    /// <summary>The table that it changes rows of, in quotes.</summary>
    public string? Writes { get; init; }

    /// <summary>A COPY, which the simulator carries out itself.</summary>
    public CopyCommand? Copy { get; init; }

    /// <summary>It cannot be part of a transaction with others.</summary>
    public bool StandsAlone { get; init; }

    /// <summary>It cannot run in a transaction at all, not even its own.</summary>
    public bool WithoutTransaction { get; init; }
}
