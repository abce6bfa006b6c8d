namespace Cti.Warehouses.Redshift;

/// <summary>The states of a statement, as the Data API names them.</summary>
internal static class StatementStatus
{
    /// <summary>It ended well; a batch is committed.</summary>
    public const string Finished = "FINISHED";

    /// <summary>It ended with an error; a batch is rolled back.</summary>
    public const string Failed = "FAILED";

    /// <summary>It was stopped; a batch is rolled back.</summary>
    public const string Aborted = "ABORTED";

    /// <summary>Whether nothing further will happen to it.</summary>
    public static bool IsEnd(string? status) => status is Finished or Failed or Aborted;
}
