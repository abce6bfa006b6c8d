namespace Cti.Generator.Hourly;

/// <summary>What to generate of customers, products, transactions and erasure requests, in folders by hour. Rates are probabilities a record, 0 to 1.</summary>
public sealed record HourlyOptions
{
    /// <summary>Good transactions with an id of their own.</summary>
    public required int Transactions { get; init; }

    /// <summary>Hours from 2020-01-01 00:00 on; each is a folder.</summary>
    public int Hours { get; init; } = 250;

    /// <summary>Customers; each comes in one to three versions.</summary>
    public int Customers { get; init; } = 1000;

    /// <summary>Products; each comes in one to three versions.</summary>
    public int Products { get; init; } = 200;

    /// <summary>The seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Records that break a rule.</summary>
    public double Bad { get; init; } = 0.03;

    /// <summary>Records that come five times.</summary>
    public double Copies { get; init; } = 0.02;

    /// <summary>Transactions whose id comes again, later, with other content.</summary>
    public double Conflicts { get; init; } = 0.01;

    /// <summary>Transactions whose customer, or one of whose products, never comes.</summary>
    public double Unknown { get; init; } = 0.01;

    /// <summary>Customers of whom nothing but broken records comes; each asks to be erased.</summary>
    public double Quarantined { get; init; } = 0.01;

    /// <summary>Whether some objects are stored as they are rather than as gzip: of one hour in seven instead of it, of another beside it, each with a half of the records.</summary>
    public bool SomePlain { get; init; } = true;

    /// <summary>What is wrong with the options, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Violations()
    {
        if (Transactions < 0 || Customers < 1 || Products < 1)
            yield return "--rows must not be negative; there must be customers and products.";
        if (Hours is < 1 or > 8760)
            yield return "--hours must be from 1 to 8760.";
        if (new[] { Bad, Copies, Conflicts, Unknown, Quarantined }.Any(rate => rate is not (>= 0 and <= 1)))
            yield return "Rates must be from 0 to 1.";
    }
}
