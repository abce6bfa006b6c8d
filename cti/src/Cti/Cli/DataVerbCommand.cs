namespace Cti.Cli;

/// <summary>A verb whose answer is the one result line, on failure too.</summary>
internal sealed class DataVerbCommand : VerbCommand
{
    /// <summary>Makes the verb.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">One or two sentences for the help.</param>
    /// <param name="example">A command line that shows it at work.</param>
    public DataVerbCommand(string name, string description, string example)
        : base(name, description, example)
    {
    }
}
