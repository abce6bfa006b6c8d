using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Cti.Telemetry;

/// <summary>How a log entry looks as a line.</summary>
public sealed class LogLine
{
    private static readonly JsonWriterOptions RawUnicode = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly LogFormat _format;
    private readonly bool _colour;
    private readonly IReadOnlyDictionary<string, string> _labels;

    /// <summary>Makes the form.</summary>
    /// <param name="format">Text or JSON.</param>
    /// <param name="colour">Whether levels are coloured; only for text on a terminal.</param>
    /// <param name="labels">What each JSON line carries under <c>labels</c>: verb, dataset…</param>
    public LogLine(LogFormat format, bool colour, IReadOnlyDictionary<string, string> labels)
    {
        _format = format;
        _colour = colour;
        _labels = labels;
    }

    /// <summary>The line, without its end; text with a stack takes several lines.</summary>
    public string Format(LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _format == LogFormat.Json ? Json(entry) : Text(entry);
    }

    private string Text(LogEntry entry)
    {
        (string name, string colour) = entry.Level switch
        {
            LogLevel.Trace => ("TRACE", "2"),
            LogLevel.Debug => ("DEBUG", "2"),
            LogLevel.Information => ("INFO ", "36"),
            LogLevel.Warning => ("WARN ", "33"),
            _ => ("ERROR", "31"),
        };
        string level = _colour ? $"\e[{colour}m{name}\e[0m" : name;
        string line = string.Create(CultureInfo.InvariantCulture, $"{entry.Time:yyyy-MM-ddTHH:mm:ss.fffZ} {level} {entry.Message}");
        return entry.ErrorStack is null ? line : line + Environment.NewLine + entry.ErrorStack;
    }

    private string Json(LogEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, RawUnicode))
        {
            json.WriteStartObject();
            json.WriteString("@timestamp", entry.Time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("log.level", entry.Level == LogLevel.Information ? "info" : entry.Level.ToString().ToLowerInvariant());
            json.WriteString("message", entry.Message);
            json.WriteString("ecs.version", "8.11.0");
            json.WriteString("service.name", "cti");
            json.WriteString("log.logger", entry.Category);
            json.WriteString("event.code", entry.Event.Id.ToString(CultureInfo.InvariantCulture));
            if (entry.Event.Name is not null)
            {
                json.WriteString("event.action", entry.Event.Name);
            }

            if (entry.ErrorStack is not null)
            {
                json.WriteString("error.type", entry.ErrorType);
                json.WriteString("error.stack_trace", entry.ErrorStack);
            }

            foreach ((string key, string value) in _labels)
            {
                json.WriteString("labels." + key, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
