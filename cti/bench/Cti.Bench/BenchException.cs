namespace Cti.Bench;

/// <summary>The bench cannot go on; the message says what to do, or what was found to be wrong.</summary>
public sealed class BenchException(string message) : Exception(message);
