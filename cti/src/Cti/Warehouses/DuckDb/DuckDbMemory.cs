using System.Globalization;

namespace Cti.Warehouses.DuckDb;

/// <summary>The engine's share of the process's memory bound.</summary>
/// <param name="LimitBytes">DuckDB's <c>memory_limit</c>.</param>
/// <param name="Threads">DuckDB's <c>threads</c>.</param>
internal readonly record struct DuckDbMemory(long LimitBytes, int Threads)
{
    private const long MiB = 1 << 20;

    /// <summary>Pages of the library that a load touches, beyond those that opening it did.</summary>
    private const long LibraryBytes = 24 * MiB;

    /// <summary>What DuckDB takes beyond its limit, at rest and for each thread: measured, see ADR 0005.</summary>
    private const long UntrackedBytes = 16 * MiB;

    /// <summary>With less than this, two threads get in each other's way: one then does the work.</summary>
    private const long LeastForThreads = 64 * MiB;

    /// <summary>Below this a merge of millions of rows fails; the bound is then broken rather than the load.</summary>
    private const long LeastBytes = 48 * MiB;

    /// <summary>The share left now, after the collector has given back what earlier stages held.</summary>
    public static DuckDbMemory Left(DuckDbOptions options)
    {
        // The engine's memory is outside the collector's sight: without this, its garbage would count against the engine.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Share(options.MemoryBytes, Environment.WorkingSet, options.Threads);
    }

    /// <summary>The share of a process that is bound to <paramref name="memoryBytes"/> and holds <paramref name="residentBytes"/> already.</summary>
    public static DuckDbMemory Share(long memoryBytes, long residentBytes, int threads)
    {
        long left = memoryBytes - residentBytes - LibraryBytes - UntrackedBytes;
        // A thread's buffers grow with its share: past a few threads, memory for each of them is what they need most.
        int affordable = (int)Math.Clamp((left - LeastForThreads / 2) / (UntrackedBytes + LeastForThreads / 2), 1, Math.Max(1, threads));
        return new DuckDbMemory(Math.Max(LeastBytes, left - (affordable * UntrackedBytes)), affordable);
    }

    /// <summary>The limit as DuckDB's option takes it.</summary>
    public string LimitText => string.Create(CultureInfo.InvariantCulture, $"{LimitBytes / 1024}KiB");
}
