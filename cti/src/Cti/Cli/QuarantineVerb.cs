using System.CommandLine;

namespace Cti.Cli;

/// <summary><c>cti quarantine</c>: what was rejected, and its second chance.</summary>
internal sealed class QuarantineVerb(Session session, IParts parts)
{
    public const string Name = "quarantine";
    public const string Description = "Shows what runs rejected and why (inspect), and takes it again (replay).";

    public Command Command()
    {
        var command = new VerbCommand(Name, Description, QuarantineInspectVerb.Example + "\n" + QuarantineReplayVerb.Example);
        command.Subcommands.Add(new QuarantineInspectVerb(session, parts).Command());
        command.Subcommands.Add(new QuarantineReplayVerb(session, parts).Command());
        return command;
    }
}
