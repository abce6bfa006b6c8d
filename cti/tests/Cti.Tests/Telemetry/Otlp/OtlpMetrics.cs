using Cti.Tests.Servers;

namespace Cti.Tests.Telemetry.Otlp;

/// <summary>The metrics that a collector got from one process. ExportMetricsServiceRequest: resource_metrics 1 (resource 1, scope_metrics 2
/// (metrics 2)); a metric's name 1, sum 7, its points 1: attributes 7, integer 6.</summary>
internal sealed class OtlpMetrics
{
    private readonly ProtobufMessage _request;

    private OtlpMetrics(ProtobufMessage request) => _request = request;

    public IReadOnlyDictionary<string, string> Resource => _request.All(1, 1).Single().Attributes(1);

    public IEnumerable<string> Names => _request.All(1, 2, 2).Select(m => m.Text(1));

    /// <summary>What came in the collector's only delivery of metrics.</summary>
    public static OtlpMetrics Of(HttpCollector collector) => new(new ProtobufMessage(Assert.Single(collector.Deliveries, d => d.Path == "/v1/metrics").Body));

    public long Sum(string name, params (string Key, string Value)[] having) =>
        Points(name).Where(p => having.All(h => p.Attributes(7).GetValueOrDefault(h.Key) == h.Value)).Sum(p => p.Number(6));

    public IEnumerable<string> Values(string name, string attribute) => Points(name).Select(p => p.Attributes(7)[attribute]).Order(StringComparer.Ordinal);

    private IEnumerable<ProtobufMessage> Points(string name) => _request.All(1, 2, 2).Where(m => m.Text(1) == name).SelectMany(m => m.All(7, 1));
}
