namespace Cti.RedshiftSimulator;

/// <summary>Where a statement stands.</summary>
public enum StatementStatus
{
    /// <summary>Taken, not looked at yet.</summary>
    Submitted,

    /// <summary>Chosen to be run.</summary>
    Picked,

    /// <summary>Running.</summary>
    Started,

    /// <summary>Done and committed.</summary>
    Finished,

    /// <summary>Ended by an error, rolled back.</summary>
    Failed,

    /// <summary>Stopped, rolled back.</summary>
    Aborted,
}
