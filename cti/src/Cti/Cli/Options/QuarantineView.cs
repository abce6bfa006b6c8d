namespace Cti.Cli.Options;

/// <summary>What the rows of <c>quarantine inspect</c> are.</summary>
public enum QuarantineView
{
    /// <summary>A row a reason, with one example.</summary>
    Reason,

    /// <summary>A row a rejected record that shows a reason.</summary>
    Example,

    /// <summary>A row a source object.</summary>
    Source,

    /// <summary>A row a run.</summary>
    Run,
}
