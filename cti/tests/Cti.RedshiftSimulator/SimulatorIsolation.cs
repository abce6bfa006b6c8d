namespace Cti.RedshiftSimulator;

/// <summary>How transactions are kept apart.</summary>
public enum SimulatorIsolation
{
    /// <summary>A conflict fails with error 1023.</summary>
    Serializable,

    /// <summary>Only a change to the same rows conflicts.</summary>
    Snapshot,
}
