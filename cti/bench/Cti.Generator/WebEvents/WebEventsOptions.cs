namespace Cti.Generator.WebEvents;

/// <summary>What to generate of web events. Rates are probabilities an event, 0 to 1.</summary>
public sealed record WebEventsOptions
{
    /// <summary>Events, repeats included.</summary>
    public required long Rows { get; init; }

    /// <summary>Events an object; each hour from 2021-03-01 00:00 on has one.</summary>
    public int RowsAnObject { get; init; } = 20_000;

    /// <summary>The seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Repeats of an earlier event's message id, half of them with other content.</summary>
    public double Duplicates { get; init; } = 0.02;

    /// <summary>Events that break a rule.</summary>
    public double Bad { get; init; } = 0.005;

    /// <summary>Events without a timestamp of their own.</summary>
    public double Untimed { get; init; } = 0.01;

    /// <summary>Events of other types and names.</summary>
    public double Others { get; init; } = 0.1;

    /// <summary>Whether every other object is gzip.</summary>
    public bool SomeGzip { get; init; }

    /// <summary>Whether each event stands on a line of its own.</summary>
    public bool Lines { get; init; }

    /// <summary>What is wrong with the options, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Violations()
    {
        if (Rows < 0 || RowsAnObject < 1)
            yield return "--rows must not be negative, an object must have events.";
        if (new[] { Duplicates, Bad, Untimed, Others }.Any(rate => rate is not (>= 0 and <= 1)) || Duplicates + Bad + Others >= 1)
            yield return "Rates must be from 0 to 1, those of repeats, bad events and other types together below 1.";
    }
}
