using System.Globalization;

namespace Cti.Warehouses.DuckDb;

/// <summary>DuckDB's options, the same for a warehouse's file and for reading parts.</summary>
internal static class DuckDbConfiguration
{
    /// <summary>The options by name.</summary>
    /// <param name="memory">Its share.</param>
    /// <param name="scratch">Where it spills.</param>
    /// <param name="ordered">Whether rows keep the order of their file; keeping it holds whole row groups back in memory.</param>
    public static Dictionary<string, string> Of(DuckDbMemory memory, string scratch, bool ordered) => new()
    {
        ["memory_limit"] = memory.LimitText,
        ["threads"] = memory.Threads.ToString(CultureInfo.InvariantCulture),
        ["temp_directory"] = scratch,
        ["preserve_insertion_order"] = ordered ? "true" : "false",
        // Its allocator would keep 128 MiB of what was freed, beyond any limit; giving it back at once costs no time that shows.
        ["allocator_flush_threshold"] = "1MB",
        ["allocator_bulk_deallocation_flush_threshold"] = "1MB",
        // Nothing is fetched from anywhere while a load runs.
        ["autoinstall_known_extensions"] = "false",
        ["autoload_known_extensions"] = "false",
        ["allow_community_extensions"] = "false",
        ["allow_persistent_secrets"] = "false",
    };
}
