namespace Cti.Pipelines;

/// <summary>What a run may use.</summary>
/// <param name="MemoryBytes">Bound on the resident memory of the whole process.</param>
/// <param name="Threads">Threads that may be busy at once, at least 1.</param>
/// <param name="SpillFolder">An existing local folder for state past the memory bound.</param>
public sealed record RunResources(long MemoryBytes, int Threads, string SpillFolder);
