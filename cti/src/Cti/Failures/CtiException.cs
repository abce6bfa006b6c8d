namespace Cti.Failures;

/// <summary>Work that failed: bad data is a value (<c>RecordFailure</c>), this is everything else that is foreseen.</summary>
/// <remarks>The message says where, what was found, what was expected and what to do, in one sentence or two, and never holds a secret.</remarks>
public sealed class CtiException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="kind">Decides the exit code.</param>
    /// <param name="stage">The stage that failed: <c>settings</c>, <c>list</c>, <c>read</c>, <c>parse</c>, <c>write</c>, <c>load</c>, <c>query</c>…</param>
    /// <param name="message">Where, found, expected, what to do.</param>
    /// <param name="cause">The exception underneath, for the log at debug level.</param>
    public CtiException(FailureKind kind, string stage, string message, Exception? cause = null)
        : base(message, cause)
    {
        Kind = kind;
        Stage = stage;
    }

    /// <summary>Decides the exit code.</summary>
    public FailureKind Kind { get; }

    /// <summary>The stage that failed.</summary>
    public string Stage { get; }

    /// <summary>A failure of options, settings or inputs (exit 2).</summary>
    public static CtiException Usage(string stage, string message, Exception? cause = null) => new(FailureKind.Usage, stage, message, cause);

    /// <summary>A failure that is likely to pass (exit 75).</summary>
    public static CtiException Transient(string stage, string message, Exception? cause = null) => new(FailureKind.Transient, stage, message, cause);
}
