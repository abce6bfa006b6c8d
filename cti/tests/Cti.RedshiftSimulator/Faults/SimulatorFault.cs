namespace Cti.RedshiftSimulator;

/// <summary>A fault that a later call will meet.</summary>
/// <param name="Kind">How it fails.</param>
/// <param name="Operation">The operation it waits for, as <c>DescribeStatement</c>; <c>*</c> for any. What happens to a statement itself
/// waits for ExecuteStatement and BatchExecuteStatement only.</param>
/// <param name="Call">Which of the calls from now on is the first to fail, from 1.</param>
/// <param name="Times">How many calls in a row.</param>
/// <param name="Seconds">For those that take time.</param>
/// <param name="Message">The text of the error; null for the usual one.</param>
public sealed record SimulatorFault(FaultKind Kind, string Operation = "*", int Call = 1, int Times = 1, double Seconds = 0, string? Message = null)
{
    /// <summary>Whether it befalls the statement, rather than the call.</summary>
    internal bool IsOfStatement => Kind is FaultKind.Aborted or FaultKind.Failed or FaultKind.SerializationConflict or FaultKind.Slow or FaultKind.SlowCommit;
}
