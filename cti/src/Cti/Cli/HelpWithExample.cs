using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cti.Cli;

/// <summary>A verb's help, with its example at the end.</summary>
public sealed class HelpWithExample : SynchronousCommandLineAction
{
    private readonly Func<int> _width;

    /// <summary>Makes it.</summary>
    /// <param name="width">Tells the columns of a line, when there is help to print.</param>
    public HelpWithExample(Func<int> width) => _width = width;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        int exitCode = new HelpAction { MaxWidth = _width() }.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        IEnumerable<string> lines = text.ToString().TrimEnd().Split('\n').Select(l => l.TrimEnd());
        if (parseResult.CommandResult.Command is VerbCommand verb)
        {
            lines = [.. lines, .. verb.Notes.Count > 0 ? verb.Notes.Prepend(string.Empty) : [], .. verb.Example.Split('\n').Select(l => "  " + l).Prepend("Example:").Prepend(string.Empty)];
        }

        foreach (string line in lines)
        {
            output.WriteLine(line);
        }

        return exitCode;
    }
}
