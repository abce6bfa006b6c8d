using System.CommandLine;
using Cti.Telemetry;

namespace Cti.Cli.Options;

/// <summary>The options of every verb that uses settings.</summary>
public sealed class SettingsOptions
{
    private readonly Option<string?> _settings = new("--settings")
    {
        Description = "A JSON file of settings (cti schema settings). CTI_<KEY> beats it; it beats CTI_SETTINGS and CTI_SETTINGS_FILE.",
        HelpName = "FILE",
    };

    private readonly ChoiceOption<LogFormat> _logFormat = new(OptionNames.LogFormat, "How log lines are written to standard error.", LogFormat.Text);

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_settings);
        _logFormat.AddTo(verb);
    }

    /// <summary>The file of <c>--settings</c>; null where it is not given.</summary>
    public string? File(ParseResult parsed) => parsed.GetValue(_settings);
}
