using System.Globalization;

namespace Cti.Warehouses.DuckDb;

/// <summary>The engine's share of the process's memory bound.</summary>
/// <param name="LimitBytes">DuckDB's <c>memory_limit</c>.</param>
/// <param name="Threads">DuckDB's <c>threads</c>.</param>
internal readonly record struct DuckDbMemory(long LimitBytes, int Threads)
{
    private const long MiB = 1 << 20;

    /// <summary>Pages of the library that a load touches, beyond those that loading it did, and what the program itself grows by.</summary>
    private const long LibraryBytes = 36 * MiB;

    /// <summary>What DuckDB takes beyond its limit: measured, see ADR 0005.</summary>
    private const long UntrackedBytes = 36 * MiB;

    /// <summary>What it takes besides for each thread.</summary>
    private const long UntrackedThreadBytes = 8 * MiB;

    /// <summary>What a thread needs to be worth having: with less, threads only get in each other's way.</summary>
    private const long LeastForThread = 40 * MiB;

    /// <summary>Below this a merge of millions of rows fails; the bound is then broken rather than the load.</summary>
    private const long LeastBytes = 48 * MiB;

    /// <summary>Where the process holds less than one in this many bytes of its bound, it does not matter what of that is garbage.</summary>
    private const int Spare = 8;

    /// <summary>The share left now, after the collector has given back what earlier stages held where that matters; loads the engine's library where no call did so yet.</summary>
    /// <param name="options">The bound.</param>
    /// <param name="engineBytes">What of the process's memory is the engine's already.</param>
    /// <exception cref="Failures.CtiException">Usage: the library is not beside the program, or not for this platform.</exception>
    public static DuckDbMemory Left(DuckDbOptions options, long engineBytes = 0)
    {
        if (Environment.WorkingSet > options.MemoryBytes / Spare)
            GiveBack();

        // Only now: on top of what an extract has just left, the library's own pages would break the bound.
        DuckDbLibrary.Require();
        return Share(options.MemoryBytes, Environment.WorkingSet - engineBytes, options.Threads);
    }

    /// <summary>The engine's memory is outside the collector's sight: without this, its garbage would count against the engine.</summary>
    private static void GiveBack()
    {
        // Pools keep what they hold in slots of each thread, which only their finalizers empty: hence twice.
        // First without compacting, for that takes room before it gives room.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>The share of a process that is bound to <paramref name="memoryBytes"/> and holds <paramref name="residentBytes"/> already.</summary>
    public static DuckDbMemory Share(long memoryBytes, long residentBytes, int threads)
    {
        long left = memoryBytes - residentBytes - LibraryBytes - UntrackedBytes;
        int affordable = (int)Math.Clamp(left / (UntrackedThreadBytes + LeastForThread), 1, Math.Max(1, threads));
        return new DuckDbMemory(Math.Max(LeastBytes, left - (affordable * UntrackedThreadBytes)), affordable);
    }

    /// <summary>The limit as DuckDB's option takes it.</summary>
    public string LimitText => string.Create(CultureInfo.InvariantCulture, $"{LimitBytes / 1024}KiB");
}
