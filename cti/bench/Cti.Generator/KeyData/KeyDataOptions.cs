namespace Cti.Generator.KeyData;

/// <summary>What to generate of key-data. Rates are probabilities a row, 0 to 1, and together below 1.</summary>
public sealed record KeyDataOptions
{
    /// <summary>Rows, the header not counted.</summary>
    public required long Rows { get; init; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Repeats of an earlier row, half of them with other case and spaces.</summary>
    public double Duplicates { get; init; } = 0.02;

    /// <summary>Rows without a key, without data, or without both (a third each); some hold white space.</summary>
    public double Empty { get; init; } = 0.01;

    /// <summary>What is wrong with the options, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Violations()
    {
        if (Rows < 0) yield return "--rows must not be negative.";
        if (Duplicates is not (>= 0 and <= 1) || Empty is not (>= 0 and <= 1) || Duplicates + Empty >= 1)
            yield return "--duplicates and --empty must each be from 0 to 1 and together below 1: there must be new rows.";
    }
}
