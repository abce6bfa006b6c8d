using System.CommandLine;

namespace Cti.Cli.Options;

/// <summary>The options that every data verb has.</summary>
public sealed class DataVerbOptions
{
    /// <summary>The dataset.</summary>
    public DatasetOption Dataset { get; } = new();

    /// <summary>Settings and log.</summary>
    public SettingsOptions Settings { get; } = new();

    /// <summary>Memory, threads, scratch space.</summary>
    public ResourceOptions Resources { get; } = new();

    /// <summary>Run key, progress, result file.</summary>
    public ReportOptions Report { get; } = new();

    /// <summary>Adds <c>--dataset</c>, which heads the help.</summary>
    public void AddDatasetTo(Command verb) => Dataset.AddTo(verb);

    /// <summary>Adds the other options, which close the help.</summary>
    public void AddTo(Command verb)
    {
        Report.AddTo(verb);
        Resources.AddTo(verb);
        Settings.AddTo(verb);
    }
}
