using Cti.Failures;

namespace Cti.Cli.Results;

/// <summary>What an exception means to the outside: exit code, status, and the result's error.</summary>
/// <param name="ExitCode">The process's exit code.</param>
/// <param name="Status">The result's status.</param>
/// <param name="Error">The result's error; the message is one line.</param>
public sealed record FailureReport(int ExitCode, ResultStatus Status, ResultError Error)
{
    /// <summary>Tells what an exception means.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <param name="terminated">Whether the process had been told to end: then whatever follows from it is no failure of its own.</param>
    /// <param name="withoutSecrets">Takes secrets out of a text.</param>
    public static FailureReport Of(Exception exception, bool terminated, Func<string, string> withoutSecrets)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(withoutSecrets);
        if (terminated)
        {
            return new FailureReport(Cli.ExitCode.Terminated, ResultStatus.Failed, new ResultError("signal", "terminated", "The run was told to end (SIGTERM or SIGINT); nothing half-written is visible, the same command goes on."));
        }

        if (exception is not CtiException failure)
        {
            string cause = withoutSecrets(OneLine(exception.Message));
            return new FailureReport(Cli.ExitCode.Bug, ResultStatus.Failed, new ResultError("unknown", "bug", $"Unexpected {exception.GetType().Name}: {cause}"));
        }

        (string kind, ResultStatus status) = failure.Kind switch
        {
            FailureKind.Usage => ("usage", ResultStatus.Failed),
            FailureKind.QualityGate => ("quality-gate", ResultStatus.Refused),
            FailureKind.RefusedByWarehouse => ("refused-by-warehouse", ResultStatus.Refused),
            FailureKind.Transient => ("transient", ResultStatus.Failed),
            FailureKind.NothingToDo => ("nothing-to-do", ResultStatus.Skipped),
            _ => ("bug", ResultStatus.Failed),
        };
        return new FailureReport(Cli.ExitCode.Of(failure.Kind), status, new ResultError(failure.Stage, kind, withoutSecrets(OneLine(failure.Message))));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
