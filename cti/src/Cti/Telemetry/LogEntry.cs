using Microsoft.Extensions.Logging;

namespace Cti.Telemetry;

/// <summary>One log entry, free of secrets already.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Level">How grave.</param>
/// <param name="Event">Which message.</param>
/// <param name="Category">Who logs.</param>
/// <param name="Message">The text.</param>
/// <param name="ErrorType">Type of the exception; null where there is none.</param>
/// <param name="ErrorStack">The exception with its stack; null where there is none.</param>
public sealed record LogEntry(
    DateTimeOffset Time, LogLevel Level, EventId Event, string Category, string Message, string? ErrorType, string? ErrorStack);
