using System.CommandLine;
using System.CommandLine.Help;

namespace Cti.Cli;

/// <summary>The command line as a whole: the verbs, help, version, completion.</summary>
public static class CommandTree
{
    /// <summary>Builds it.</summary>
    /// <remarks>Only a verb that the arguments mention gets its options: to make them all takes more than half of the time that
    /// <c>cti --version</c> may take.</remarks>
    /// <param name="session">The call at hand.</param>
    /// <param name="parts">Makes what verbs work with.</param>
    /// <param name="arguments">What will be parsed; half a command line that is to be completed is one argument.</param>
    public static RootCommand Build(Session session, IParts parts, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(session);
        var root = new RootCommand("Raw objects in, every row accounted for; Parquet and a warehouse out. Each verb's help shows an example: cti run --help.");
        Add(ExtractTransformVerb.Name, ExtractTransformVerb.Description, () => new ExtractTransformVerb(session, parts).Command());
        Add(LoadVerb.Name, LoadVerb.Description, () => new LoadVerb(session, parts).Command());
        Add(RunVerb.Name, RunVerb.Description, () => new RunVerb(session, parts).Command());
        Add(PlanVerb.Name, PlanVerb.Description, () => new PlanVerb(session, parts).Command());
        Add(QueryVerb.Name, QueryVerb.Description, () => new QueryVerb(session, parts).Command());
        Add(EraseVerb.Name, EraseVerb.Description, () => new EraseVerb(session, parts).Command());
        Add(QuarantineVerb.Name, QuarantineVerb.Description, () => new QuarantineVerb(session, parts).Command());
        Add(SchemaVerb.Name, SchemaVerb.Description, () => new SchemaVerb(session).Command());
        Add(DoctorVerb.Name, DoctorVerb.Description, () => new DoctorVerb(session, parts).Command());
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExample(session.Host.HelpWidth);
        }

        return root;

        void Add(string name, string description, Func<Command> complete) =>
            root.Subcommands.Add(arguments.Any(a => a.Contains(name, StringComparison.Ordinal)) ? complete() : new Command(name, description));
    }

    /// <summary>Parses arguments as they are: an input may begin with <c>@</c>, and there are no one-letter options to bundle.</summary>
    public static ParseResult Parse(RootCommand root, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }
}
