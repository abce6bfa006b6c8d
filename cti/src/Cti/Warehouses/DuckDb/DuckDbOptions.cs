namespace Cti.Warehouses.DuckDb;

/// <summary>What the embedded engine may use.</summary>
/// <param name="MemoryBytes">Bound on the resident memory of the whole process; the engine gets what the rest of it leaves.</param>
/// <param name="Threads">Threads that may be busy at once, at least 1.</param>
/// <param name="SpillFolder">An existing local folder for what does not fit and for parts fetched from S3.</param>
public sealed record DuckDbOptions(long MemoryBytes, int Threads, string SpillFolder);
