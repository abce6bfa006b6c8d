namespace Cti.Cli.Options;

/// <summary>Names of options that are looked at even where the command line as a whole is wrong.</summary>
public static class OptionNames
{
    /// <summary>The dataset.</summary>
    public const string Dataset = "--dataset";

    /// <summary>The log lines' form.</summary>
    public const string LogFormat = "--log-format";

    /// <summary>The result's file.</summary>
    public const string Result = "--result";
}
