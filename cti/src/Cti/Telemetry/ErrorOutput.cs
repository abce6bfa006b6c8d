namespace Cti.Telemetry;

/// <summary>Standard error, line by line, shared by the log, the heartbeat and the summary; a progress bar may stand below the lines.</summary>
public sealed class ErrorOutput
{
    private readonly Lock _writing = new();
    private Action<string>? _aboveBar;

    /// <summary>Makes the output.</summary>
    /// <param name="writer">Where the lines go.</param>
    /// <param name="isTerminal">Whether a person looks at it: bars and colours only then.</param>
    public ErrorOutput(TextWriter writer, bool isTerminal)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Writer = writer;
        IsTerminal = isTerminal;
    }

    /// <summary>Where the lines go; a progress bar draws on it itself.</summary>
    public TextWriter Writer { get; }

    /// <summary>Whether the lines go to a terminal.</summary>
    public bool IsTerminal { get; }

    /// <summary>Writes one line, above the progress bar where there is one.</summary>
    public void WriteLine(string line)
    {
        lock (_writing)
        {
            if (_aboveBar is not null)
            {
                _aboveBar(line);
                return;
            }

            Try(() => Writer.WriteLine(line));
        }
    }

    /// <summary>While a bar is drawn, lines are handed to it; null ends that.</summary>
    public void SetBar(Action<string>? writeAboveBar)
    {
        lock (_writing)
        {
            _aboveBar = writeAboveBar;
        }
    }

    /// <summary>Passes everything on before the result is written to standard output.</summary>
    public void Flush()
    {
        lock (_writing)
        {
            Try(Writer.Flush);
        }
    }

    // Whoever reads the log may have gone away; the run's work is worth more than its log.
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            return;
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }
}
