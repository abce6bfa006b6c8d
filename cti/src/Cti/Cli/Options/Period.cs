namespace Cti.Cli.Options;

/// <summary>The words that <c>--by</c> takes.</summary>
public enum Period
{
    /// <summary>By year.</summary>
    Year,

    /// <summary>By month.</summary>
    Month,

    /// <summary>By day.</summary>
    Day,
}
