using Cti.Failures;

namespace Cti.Cli;

/// <summary>The exit codes, as the contract names them.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A bug: nobody foresaw it.</summary>
    public const int Bug = 1;

    /// <summary>Options, settings or inputs are wrong.</summary>
    public const int Usage = 2;

    /// <summary>Too many records were rejected.</summary>
    public const int QualityGate = 3;

    /// <summary>The warehouse refused the rows.</summary>
    public const int RefusedByWarehouse = 4;

    /// <summary>A retry is right (EX_TEMPFAIL).</summary>
    public const int Transient = 75;

    /// <summary>Nothing to do (Airflow's skip code).</summary>
    public const int NothingToDo = 99;

    /// <summary>Terminated by SIGTERM or SIGINT.</summary>
    public const int Terminated = 143;

    /// <summary>The code of a foreseen failure.</summary>
    public static int Of(FailureKind kind) => kind switch
    {
        FailureKind.Usage => Usage,
        FailureKind.QualityGate => QualityGate,
        FailureKind.RefusedByWarehouse => RefusedByWarehouse,
        FailureKind.Transient => Transient,
        FailureKind.NothingToDo => NothingToDo,
        _ => Bug,
    };
}
