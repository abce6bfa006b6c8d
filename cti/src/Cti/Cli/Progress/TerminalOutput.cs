using System.Text;
using Spectre.Console;

namespace Cti.Cli.Progress;

/// <summary>Standard error as Spectre's terminal: standard output may well go elsewhere.</summary>
public sealed class TerminalOutput : IAnsiConsoleOutput
{
    private readonly Host _host;

    /// <summary>Makes it.</summary>
    /// <param name="host">Knows standard error and the terminal's width.</param>
    public TerminalOutput(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        Writer = host.Error.Writer;
    }

    /// <inheritdoc/>
    public TextWriter Writer { get; }

    /// <inheritdoc/>
    public bool IsTerminal => true;

    /// <inheritdoc/>
    public int Width => _host.TerminalWidth();

    /// <inheritdoc/>
    public int Height => 25;

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
        // It is UTF-8 from the start.
    }
}
