using Cti.Failures;

namespace Cti.Warehouses.DuckDb;

/// <summary>DuckDB's refusals as the program's failures.</summary>
internal static class DuckDbFailures
{
    private const int MaxMessage = 600;

    /// <summary>Whether another process has the database file open.</summary>
    public static bool IsLocked(DuckDbException e) =>
        e.Type == DuckDbErrorType.IO && e.Message.Contains("set lock on file", StringComparison.OrdinalIgnoreCase);

    /// <summary>The failure to report for a refusal.</summary>
    /// <param name="e">The refusal.</param>
    /// <param name="stage"><c>load</c> or <c>query</c>.</param>
    /// <param name="path">The database file.</param>
    public static CtiException Of(DuckDbException e, string stage, string path)
    {
        if (IsLocked(e))
            return CtiException.Transient(stage, $"{path} is held by another process; try again when that is done. ({Short(e)})", e);
        return e.Type switch
        {
            DuckDbErrorType.OutOfMemory => CtiException.Usage(stage, $"DuckDB has too little memory for {path}: raise --memory or lower --threads. ({Short(e)})", e),
            DuckDbErrorType.Transaction => CtiException.Transient(stage, $"another transaction changed {path} at the same time; try again. ({Short(e)})", e),
            DuckDbErrorType.IO => CtiException.Usage(stage, $"{path} or a file read into it cannot be used: {Short(e)}", e),
            DuckDbErrorType.Fatal => CtiException.Transient(stage, $"DuckDB gave {path} up and has to open it again: {Short(e)}", e),
            _ => new CtiException(FailureKind.RefusedByWarehouse, stage, $"{path} refused: {Short(e)}", e),
        };
    }

    /// <summary>The failure where the library is not beside the program.</summary>
    public static CtiException LibraryMissing(Exception e) =>
        CtiException.Usage("load", "libduckdb, the engine of duckdb: warehouses and the reader of parts, is not beside the program or is not for this platform; build with npm at hand, or put it there.", e);

    // The first lines say what happened; DuckDB's general advice after them would only mislead here.
    private static string Short(DuckDbException e)
    {
        string text = e.Message.Split("\n\n", 2)[0].ReplaceLineEndings(" ").Trim();
        return text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
    }
}
