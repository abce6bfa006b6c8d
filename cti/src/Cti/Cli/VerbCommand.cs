using System.CommandLine;

namespace Cti.Cli;

/// <summary>A verb on the command line, with an example for its help.</summary>
internal class VerbCommand : Command
{
    /// <summary>Makes the verb.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">One or two sentences for the help.</param>
    /// <param name="example">A command line that shows it at work; several stand on lines of their own.</param>
    /// <param name="notes">Lines of the help between options and example.</param>
    public VerbCommand(string name, string description, string example, IReadOnlyList<string>? notes = null)
        : base(name, description) => (Example, Notes) = (example, notes ?? []);

    /// <summary>Lines of the help between options and example.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>A command line that shows it at work.</summary>
    public string Example { get; }
}
