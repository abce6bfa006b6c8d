using System.CommandLine;
using Cti.Cli.Resources;
using Cti.Cli.Settings;
using Cti.Cli.Tables;
using Cti.Pipelines;

namespace Cti.Cli.Options;

/// <summary>The options of every verb that prints an answer: its form, what it may use, settings and log.</summary>
public sealed class AnswerOptions
{
    private readonly ChoiceOption<TableFormat> _format = new("--format", "How the answer is printed.", TableFormat.Table);
    private readonly ResourceOptions _resources = new();
    private readonly SettingsOptions _settings = new();

    /// <summary>Adds the options, which close the help.</summary>
    public void AddTo(Command verb)
    {
        _format.AddTo(verb);
        _resources.AddTo(verb);
        _settings.AddTo(verb);
    }

    /// <summary>The form asked for.</summary>
    public TableFormat Format(ParseResult parsed) => _format.Value(parsed);

    /// <summary>What the verb's parts are made from.</summary>
    /// <param name="session">The call; from here on its log knows the secrets.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="needs">What the verb needs of the settings.</param>
    /// <exception cref="Failures.CtiException">Usage: every violation of the settings; too little memory, no scratch space.</exception>
    public RunContext Context(Session session, ParseResult parsed, SettingsNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(session);
        CtiSettings settings = SettingsLoader.Bind(Merge(session, parsed), needs);
        return new RunContext(settings, Decide(session, parsed, settings.Cpus), session.Logger);
    }

    /// <summary>What the settings' sources say, not judged yet; nothing throws.</summary>
    /// <param name="session">The call; from here on its log knows the secrets.</param>
    /// <param name="parsed">The command line.</param>
    public MergedSettings Merge(Session session, ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.MergeSettings(_settings.File(parsed));
    }

    /// <summary>What the verb may use.</summary>
    /// <param name="session">The call.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cpus">The setting; null where it is not set.</param>
    /// <exception cref="Failures.CtiException">Usage: too little memory, no scratch space.</exception>
    public RunResources Decide(Session session, ParseResult parsed, decimal? cpus)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _resources.Decide(parsed, new ResourcePlan(session.Host.Machine, session.Host.Environment), cpus);
    }
}
