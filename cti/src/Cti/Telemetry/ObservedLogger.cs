using Microsoft.Extensions.Logging;

namespace Cti.Telemetry;

/// <summary>A log whose messages observers hear of too: whatever is retried or sent is logged under a stable id, so that nothing else needs to count it.</summary>
/// <param name="inner">Writes the lines.</param>
/// <param name="observers">Hear of the messages, also of those that are too slight to be written.</param>
internal sealed class ObservedLogger(ILogger inner, IReadOnlyList<IRunObserver> observers) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        IReadOnlyList<KeyValuePair<string, object?>> values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        foreach (IRunObserver observer in observers)
        {
            observer.Logged(eventId, values);
        }

        if (inner.IsEnabled(logLevel))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
