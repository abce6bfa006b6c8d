using Cti.Warehouses.DuckDb;

namespace Cti.Warehouses.Reading;

/// <summary>How the embedded engine reads Parquet parts.</summary>
internal static class PartSql
{
    /// <summary>The parts as a table function.</summary>
    /// <param name="files">Local paths.</param>
    /// <param name="options">Further options of <c>read_parquet</c>, beginning with a comma.</param>
    public static string From(IReadOnlyList<string> files, string options = "") =>
        // Hive folders are not read as columns: a run's key is no field of its rows.
        $"read_parquet([{string.Join(", ", files.Select(DuckDbDialect.Instance.Text))}], hive_partitioning = false{options})";

    /// <summary>The columns of a part: name and type.</summary>
    public static string Describe(string file) => $"DESCRIBE SELECT * FROM {From([file])}";

    /// <summary>All rows of a part, in their order.</summary>
    public static string Rows(string file) => $"SELECT * FROM {From([file])}";
}
