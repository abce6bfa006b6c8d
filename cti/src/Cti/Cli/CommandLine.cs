using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Cti.Cli.Settings;
using Cti.Failures;

namespace Cti.Cli;

/// <summary>Carries out one command line.</summary>
public static class CommandLine
{
    /// <summary>Parses and runs it.</summary>
    /// <param name="session">The call at hand.</param>
    /// <param name="parts">Makes what verbs work with.</param>
    /// <param name="arguments">As the process got them.</param>
    /// <param name="cancellationToken">Cancelled when the process is told to end.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CtiException">Whatever is foreseen, a wrong command line included.</exception>
    public static async Task<int> RunAsync(Session session, IParts parts, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        RootCommand root = CommandTree.Build(session, parts, arguments);
        ParseResult parsed = CommandTree.Parse(root, arguments);
        session.Identify(parsed);
        string[] swallowed = Swallowed(parsed);
        if (parsed.Action is ParseErrorAction || swallowed.Length > 0)
        {
            throw Misuse(session, parsed, swallowed);
        }

        // The session reports failures and Program hears signals; the library shall do neither.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = session.Host.Output,
        };
        int exitCode = await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        await session.Host.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return exitCode;
    }

    /// <summary>What stands as an option's value and begins as an option does: one with a wrong name, behind one that takes several values.</summary>
    private static string[] Swallowed(ParseResult parsed) =>
        [.. parsed.CommandResult.Children.OfType<OptionResult>().SelectMany(o => o.Tokens).Select(t => t.Value).Where(v => v.StartsWith("--", StringComparison.Ordinal))];

    private static CtiException Misuse(Session session, ParseResult parsed, string[] swallowed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.Tokens.Count == 0)
        {
            ShowHelp(session, command);
        }

        IEnumerable<string> advice = parsed.UnmatchedTokens.Concat(swallowed)
            .Select(t => (Token: t, Nearest: NearestName.Of(t, Names(command))))
            .Where(t => t.Nearest is not null)
            .Select(t => $"Did you mean {t.Nearest} instead of {t.Token}?");
        string message = string.Join(' ', parsed.Errors.Select(e => e.Message).Concat(swallowed.Select(t => $"There is no option '{t}'.")).Concat(advice).Distinct());
        return CtiException.Usage("arguments", $"{message} See {PathOf(command)} --help.");
    }

    /// <summary>As it is typed: <c>cti quarantine replay</c>.</summary>
    private static string PathOf(Command command) =>
        command is RootCommand ? "cti" : $"{PathOf(command.Parents.OfType<Command>().Single())} {command.Name}";

    private static IEnumerable<string> Names(Command command) =>
        command.Options.Select(o => o.Name).Concat(command.Subcommands.Select(c => c.Name));

    private static void ShowHelp(Session session, Command command)
    {
        using var text = new StringWriter();
        var configuration = new InvocationConfiguration { Output = text };
        command.Parse(["--help"]).Invoke(configuration);
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
        {
            session.Host.Error.WriteLine(line.TrimEnd());
        }
    }
}
