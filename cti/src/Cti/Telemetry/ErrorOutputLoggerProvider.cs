using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cti.Telemetry;

/// <summary>Writes log lines to standard error, as text or as JSON, without secrets.</summary>
public sealed class ErrorOutputLoggerProvider : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, ErrorOutputLogger> _loggers = new(StringComparer.Ordinal);
    private readonly ErrorOutput _output;
    private readonly LogLine _line;
    private readonly Redactor _redactor;
    private readonly TimeProvider _clock;
    private readonly LogLevel _leastLevel;

    /// <summary>Makes the provider.</summary>
    /// <param name="output">Where the lines go.</param>
    /// <param name="line">How a line looks.</param>
    /// <param name="redactor">What must not be in it.</param>
    /// <param name="clock">The time of the lines.</param>
    /// <param name="leastLevel">What is less grave is not written. Default: debug and trace are not.</param>
    public ErrorOutputLoggerProvider(ErrorOutput output, LogLine line, Redactor redactor, TimeProvider clock, LogLevel leastLevel = LogLevel.Information)
    {
        _output = output;
        _line = line;
        _redactor = redactor;
        _clock = clock;
        _leastLevel = leastLevel;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, c => new ErrorOutputLogger(this, c));

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();

    private sealed class ErrorOutputLogger(ErrorOutputLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= provider._leastLevel && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            if (!IsEnabled(logLevel))
            {
                return;
            }

            string message = provider._redactor.Redact(formatter(state, exception));
            string? stack = exception is null ? null : provider._redactor.Redact(exception.ToString());
            var entry = new LogEntry(provider._clock.GetUtcNow(), logLevel, eventId, category, message, exception?.GetType().FullName, stack);
            provider._output.WriteLine(provider._line.Format(entry));
        }
    }
}
