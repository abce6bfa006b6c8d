namespace Cti.Cli.Progress;

/// <summary>How a run shows how far it is.</summary>
public enum ProgressMode
{
    /// <summary>A bar on a terminal, plain lines elsewhere.</summary>
    Auto,

    /// <summary>A plain line about every half minute.</summary>
    Plain,

    /// <summary>A JSON object about every half minute.</summary>
    Json,

    /// <summary>Nothing.</summary>
    None,
}
