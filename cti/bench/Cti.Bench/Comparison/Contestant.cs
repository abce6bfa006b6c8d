namespace Cti.Bench.Comparison;

/// <summary>A program that does the work, as a command to run.</summary>
/// <param name="Name">As in the report.</param>
/// <param name="Command">The command for an output folder that does not exist yet.</param>
/// <param name="Environment">Variables for it.</param>
public sealed record Contestant(string Name, Func<string, IReadOnlyList<string>> Command, IReadOnlyDictionary<string, string> Environment);
