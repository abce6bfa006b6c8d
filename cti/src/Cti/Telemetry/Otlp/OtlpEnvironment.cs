namespace Cti.Telemetry.Otlp;

/// <summary>What the variables of the OpenTelemetry specification ask for; the SDK reads endpoint, protocol, headers and sampler itself.</summary>
/// <param name="Traces">Whether spans are exported.</param>
/// <param name="Metrics">Whether metrics are exported.</param>
/// <param name="ServiceName">OTEL_SERVICE_NAME; null leaves it to OTEL_RESOURCE_ATTRIBUTES, and without that to <c>cti</c>.</param>
/// <param name="IsTemporalityGiven">Whether OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE is set.</param>
/// <param name="TracesEndpoint">OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, taken as it is; null leaves it to the endpoint of all signals.</param>
/// <param name="TraceParent">TRACEPARENT, the caller's span in the form of W3C's trace context; null where there is none.</param>
/// <param name="TraceState">TRACESTATE; null where there is none.</param>
public sealed record OtlpEnvironment(bool Traces, bool Metrics, string? ServiceName, bool IsTemporalityGiven, Uri? TracesEndpoint, string? TraceParent, string? TraceState)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Null where nothing is to be exported: no endpoint, OTEL_SDK_DISABLED, or both exporters none.</summary>
    public static OtlpEnvironment? Of(IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (string.Equals(Value("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        bool traces = IsAsked("TRACES");
        bool metrics = IsAsked("METRICS");
        if (!traces && !metrics)
        {
            return null;
        }

        string? service = Value("OTEL_SERVICE_NAME")
            ?? (Value("OTEL_RESOURCE_ATTRIBUTES")?.Contains("service.name=", StringComparison.Ordinal) == true ? null : "cti");
        bool temporality = Value("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE") is not null;
        Uri? own = Uri.TryCreate(Value("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"), UriKind.Absolute, out Uri? uri) ? uri : null;
        return new OtlpEnvironment(traces, metrics, service, temporality, own, Value("TRACEPARENT"), Value("TRACESTATE"));

        bool IsAsked(string signal) => (Value(Endpoint) ?? Value($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")) is not null && Value($"OTEL_{signal}_EXPORTER") is not "none";

        string? Value(string name) => environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }
}
