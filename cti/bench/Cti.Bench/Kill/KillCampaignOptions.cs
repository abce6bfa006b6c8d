namespace Cti.Bench.Kill;

/// <summary>What to kill and how often.</summary>
public sealed record KillCampaignOptions
{
    /// <summary>The published <c>cti</c>.</summary>
    public required string Binary { get; init; }

    /// <summary>The input file of events.</summary>
    public required string Input { get; init; }

    /// <summary>The month, for <c>--month</c>.</summary>
    public required string Month { get; init; }

    /// <summary>An empty folder for outputs and warehouses.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Kills in all; a run that ends before its moment does not count.</summary>
    public int Kills { get; init; } = 20;

    /// <summary>Seed of the moments.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Further arguments of <c>cti run</c>, such as <c>--memory 64MB</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Tells what a DuckDB file holds, the same text for the same rows; it is only called while no process has the file.</summary>
    public required Func<string, CancellationToken, Task<string>> ReadWarehouse { get; init; }
}
