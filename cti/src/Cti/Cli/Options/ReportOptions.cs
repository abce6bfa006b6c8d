using System.CommandLine;
using Cti.Cli.Progress;

namespace Cti.Cli.Options;

/// <summary>The options of a data verb that say how it names its run and how it reports.</summary>
public sealed class ReportOptions
{
    private readonly Option<string?> _runKey = new("--run-key")
    {
        Description = "A key of your own for the run. Default: derived from dataset, month, inputs and options. With other inputs than before: exit 2.",
        HelpName = "KEY",
    };

    private readonly ChoiceOption<ProgressMode> _progress = new("--progress", "How far the run is, on standard error: a bar on a terminal, else a line every 30 s.", ProgressMode.Auto);

    private readonly Option<string?> _result = new(OptionNames.Result)
    {
        Description = "Write the result line to this file too.",
        HelpName = "FILE",
    };

    /// <summary>Makes the options.</summary>
    public ReportOptions() => _runKey.Validators.Add(result =>
    {
        string? key = result.Tokens is [var token] ? token.Value : null;
        if (key is not null && !RunKeyText.IsValid(key))
        {
            result.AddError($"--run-key '{key}' is no key: letters, digits, '.', '_' and '-', beginning with a letter or digit, at most 128.");
        }
    });

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_runKey);
        _progress.AddTo(verb);
        verb.Options.Add(_result);
    }

    /// <summary>The caller's run key; null where none is given.</summary>
    public string? RunKey(ParseResult parsed) => parsed.GetValue(_runKey);

    /// <summary>How progress is shown.</summary>
    public ProgressMode Progress(ParseResult parsed) => _progress.Value(parsed);

    /// <summary>The result's file; null where none is given.</summary>
    public string? ResultFile(ParseResult parsed) => parsed.GetValue(_result);
}
