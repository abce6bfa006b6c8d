using Cti.Generator.Vocabulary;

namespace Cti.Generator.Events;

/// <summary>What to generate of events. Rates are probabilities a row, 0 to 1, and together below 1.</summary>
public sealed record EventsOptions
{
    /// <summary>Rows, the header not counted.</summary>
    public required long Rows { get; init; }

    /// <summary>The seed: the same options and seed give the same bytes on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>First day of the month that the file is for.</summary>
    public DateOnly Month { get; init; } = new(2021, 4, 1);

    /// <summary>Different people, and so about as many different e-mail addresses.</summary>
    public long People { get; init; } = 400_000;

    /// <summary>Repeats of an earlier row.</summary>
    public double Duplicates { get; init; } = 0.01;

    /// <summary>Rows with an earlier id and other content.</summary>
    public double Clashes { get; init; } = 0.001;

    /// <summary>Clashes whose row comes a second time, at once or 1,000 rows later: [A, B, B].</summary>
    public double Abb { get; init; } = 0.0005;

    /// <summary>Of the new rows: those with a bad or missing e-mail address.</summary>
    public double BadEmails { get; init; } = 0.002;

    /// <summary>Of the new rows: those with one other fault (id, timestamp, country, ip, uri, action, a field too few or too many).</summary>
    public double BadRows { get; init; } = 0.0005;

    /// <summary>Of the new rows: those of another month.</summary>
    public double OtherMonths { get; init; } = 0.005;

    /// <summary>Of the new rows: those in a rarer form (time of day, IPv6, JSON or comma tags, escapes, spaces, needless quotes).</summary>
    public double Quirks { get; init; } = 0.02;

    /// <summary>Of the repeats: those that equal the earlier row only in normal form (case, spaces; with quirks also notation).</summary>
    public double Noise { get; init; } = 0.3;

    /// <summary>What is wrong with the options, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Violations()
    {
        if (Rows < 0) yield return "--rows must not be negative.";
        if (Month.Day != 1) yield return "--month must be a month as 2021-04.";
        if (People < 1 || People > EmailAddresses.PersonLimit) yield return $"--people must be from 1 to {EmailAddresses.PersonLimit}.";
        foreach (double rate in new[] { Duplicates, Clashes, Abb, BadEmails, BadRows, OtherMonths, Quirks, Noise })
            if (rate is not (>= 0 and <= 1)) yield return $"A rate must be from 0 to 1, not {rate}.";
        if (Duplicates + Clashes + Abb >= 1) yield return "--duplicates, --clashes and --abb together must be below 1: there must be new rows.";
    }
}
