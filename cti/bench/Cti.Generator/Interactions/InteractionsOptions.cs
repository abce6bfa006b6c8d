namespace Cti.Generator.Interactions;

/// <summary>What to generate of interactions. Rates are probabilities a row, 0 to 1, and together below 1.</summary>
public sealed record InteractionsOptions
{
    /// <summary>Rows, the header not counted.</summary>
    public required long Rows { get; init; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Later rows under an earlier key: half of them equal, half with another action and time. The last one stays.</summary>
    public double Duplicates { get; init; } = 0.02;

    /// <summary>Rows with one fault: an id missing or not above 0, a time that is none.</summary>
    public double BadRows { get; init; } = 0.01;

    /// <summary>Of the rows: those without an action or a time, which is allowed.</summary>
    public double Incomplete { get; init; } = 0.05;

    /// <summary>What is wrong with the options, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Violations()
    {
        if (Rows < 0) yield return "--rows must not be negative.";
        if (Incomplete is not (>= 0 and <= 1)) yield return "--incomplete must be from 0 to 1.";
        if (Duplicates is not (>= 0 and <= 1) || BadRows is not (>= 0 and <= 1) || Duplicates + BadRows >= 1)
            yield return "--duplicates and --bad-rows must each be from 0 to 1 and together below 1: there must be new rows.";
    }
}
