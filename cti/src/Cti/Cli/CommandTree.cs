using System.CommandLine;
using System.CommandLine.Help;

namespace Cti.Cli;

/// <summary>The command line as a whole: the verbs, help, version, completion.</summary>
public static class CommandTree
{
    /// <summary>Builds it. Nothing that a verb needs is made before the verb runs: help and version must be quick.</summary>
    /// <param name="session">The call at hand.</param>
    /// <param name="parts">Makes what verbs work with.</param>
    public static RootCommand Build(Session session, IParts parts)
    {
        ArgumentNullException.ThrowIfNull(session);
        var root = new RootCommand("Raw objects in, every row accounted for; Parquet and a warehouse out. Each verb's help shows an example: cti run --help.");
        root.Subcommands.Add(new ExtractTransformVerb(session, parts).Command());
        root.Subcommands.Add(new LoadVerb(session, parts).Command());
        root.Subcommands.Add(new RunVerb(session, parts).Command());
        root.Subcommands.Add(new QueryVerb(session, parts).Command());
        root.Subcommands.Add(new SchemaVerb(session).Command());
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExample(session.Host.Width);
        }

        return root;
    }

    /// <summary>Parses arguments as they are: an input may begin with <c>@</c>, and there are no one-letter options to bundle.</summary>
    public static ParseResult Parse(RootCommand root, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }
}
