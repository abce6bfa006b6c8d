namespace Cti.Bench.Kill;

/// <summary>One attempt to kill.</summary>
/// <param name="Round">The round: a fresh folder, one or more kills, then a run to the end.</param>
/// <param name="AfterSeconds">When, from the start of the process.</param>
/// <param name="IsKilled">False where the run had ended before.</param>
/// <param name="Found">What stood in the folder afterwards: nothing yet, parts without a manifest, a manifest.</param>
public sealed record KillMoment(int Round, double AfterSeconds, bool IsKilled, string Found);
