namespace Cti.RedshiftSimulator;

/// <summary>The operations there are.</summary>
internal static class DataApiOperation
{
    public const string Execute = "ExecuteStatement";
    public const string Batch = "BatchExecuteStatement";
    public const string Describe = "DescribeStatement";
    public const string Result = "GetStatementResult";
    public const string List = "ListStatements";
    public const string Cancel = "CancelStatement";

    public static IReadOnlyList<string> All { get; } = [Execute, Batch, Describe, Result, List, Cancel];

    public static bool TakesStatement(string operation) => operation is Execute or Batch;
}
