namespace Cti.RedshiftSimulator;

/// <summary>What becomes of <c>WaitTimeSeconds</c> in a request.</summary>
public enum WaitTimeSupport
{
    /// <summary>The answer waits for the statement's end, at most so long.</summary>
    Supported,

    /// <summary>It is overlooked, as by a service that does not know it yet.</summary>
    Ignored,

    /// <summary>The request is refused.</summary>
    Refused,
}
