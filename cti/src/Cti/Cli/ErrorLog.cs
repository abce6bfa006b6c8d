using System.Collections.Concurrent;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Cli;

/// <summary>The log on standard error: its form, its secrets, its last line.</summary>
public sealed class ErrorLog : IDisposable
{
    private readonly Host _host;
    private readonly LogFormat _format;
    private readonly Lazy<ErrorOutputLoggerProvider> _provider;

    /// <summary>Makes the log.</summary>
    /// <param name="host">Standard error, the clock, and the level: CTI_LOG_LEVEL, default information.</param>
    /// <param name="format">Text or JSON.</param>
    /// <param name="redactor">What must not be in it.</param>
    /// <param name="labels">What each JSON line carries.</param>
    public ErrorLog(Host host, LogFormat format, Redactor redactor, ConcurrentDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(host);
        (_host, _format, Redactor, Labels) = (host, format, redactor, labels);
        // Help and version log nothing, and must not wait for what logging loads.
        _provider = new Lazy<ErrorOutputLoggerProvider>(Open);
    }

    /// <summary>Takes the lines.</summary>
    public ILogger Logger => _provider.Value.CreateLogger("cti");

    /// <summary>What each JSON line carries; what is learnt later may be added.</summary>
    public ConcurrentDictionary<string, string> Labels { get; }

    /// <summary>Text or JSON.</summary>
    public LogFormat Format => _format;

    /// <summary>Takes secrets out of texts.</summary>
    public Redactor Redactor { get; }

    /// <summary>The same log, knowing the secrets.</summary>
    public ErrorLog With(Redactor redactor) => new(_host, _format, redactor, Labels);

    /// <summary>Writes the line that says in one sentence how it ended: for people without time and level.</summary>
    public void LastLine(int exitCode, string sentence)
    {
        if (_format == LogFormat.Text)
        {
            _host.Error.WriteLine("cti: " + Redactor.Redact(sentence));
        }
        else if (exitCode is ExitCode.Done or ExitCode.NothingToDo)
        {
            Logger.RunEnded(sentence);
        }
        else
        {
            Logger.RunFailed(sentence);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_provider.IsValueCreated)
        {
            _provider.Value.Dispose();
        }
    }

    private ErrorOutputLoggerProvider Open()
    {
        var line = new LogLine(_format, _host.Colour && _format == LogFormat.Text, Labels);
        LogLevel level = Enum.TryParse(_host.Environment.GetValueOrDefault("CTI_LOG_LEVEL"), ignoreCase: true, out LogLevel asked) ? asked : LogLevel.Information;
        return new ErrorOutputLoggerProvider(_host.Error, line, Redactor, _host.Clock, level);
    }
}
