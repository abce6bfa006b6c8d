namespace Cti.Failures;

/// <summary>What kind of thing went wrong; the command line maps each kind to one exit code.</summary>
public enum FailureKind
{
    /// <summary>Options, settings or inputs are wrong; a person must change something (exit 2).</summary>
    Usage,

    /// <summary>Too many records were rejected (exit 3).</summary>
    QualityGate,

    /// <summary>The warehouse refused the rows or the table does not fit them (exit 4).</summary>
    RefusedByWarehouse,

    /// <summary>The same call is likely to succeed later (exit 75).</summary>
    Transient,

    /// <summary>There is nothing to do (exit 99).</summary>
    NothingToDo,
}
