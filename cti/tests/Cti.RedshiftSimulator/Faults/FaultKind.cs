namespace Cti.RedshiftSimulator;

/// <summary>How a call fails. Over HTTP the names are in kebab case: <c>reset-after</c>.</summary>
public enum FaultKind
{
    /// <summary>HTTP 500 with a JSON body; nothing is done.</summary>
    InternalError,

    /// <summary>HTTP 500 with a JSON body, after the call was carried out.</summary>
    InternalErrorAfter,

    /// <summary>HTTP 500 with a page of HTML, as from a load balancer; nothing is done.</summary>
    InternalErrorHtml,

    /// <summary>HTTP 400, ThrottlingException; nothing is done.</summary>
    Throttling,

    /// <summary>HTTP 400, ActiveStatementsExceededException; nothing is done.</summary>
    ActiveStatementsExceeded,

    /// <summary>HTTP 400, ActiveSessionsExceededException; nothing is done.</summary>
    ActiveSessionsExceeded,

    /// <summary>HTTP 400, ActiveWaitingRequestsExceededException, for calls that wait; nothing is done.</summary>
    ActiveWaitingRequestsExceeded,

    /// <summary>The connection is reset; nothing is done.</summary>
    ResetBefore,

    /// <summary>The call is carried out, then the connection is reset without an answer.</summary>
    ResetAfter,

    /// <summary>The call is carried out, and half of the 200 answer is sent.</summary>
    CutOff,

    /// <summary>The call is carried out; the answer comes <see cref="SimulatorFault.Seconds"/> later.</summary>
    Stall,

    /// <summary>The statement runs, is rolled back and ends ABORTED.</summary>
    Aborted,

    /// <summary>The statement runs, is rolled back and ends FAILED with <see cref="SimulatorFault.Message"/>.</summary>
    Failed,

    /// <summary>The statement runs, is rolled back and ends FAILED with error 1023.</summary>
    SerializationConflict,

    /// <summary>The statement is STARTED <see cref="SimulatorFault.Seconds"/> before its first SQL is sent.</summary>
    Slow,

    /// <summary>The statement's SQL has run; it commits <see cref="SimulatorFault.Seconds"/> later, unless cancelled.</summary>
    SlowCommit,
}
