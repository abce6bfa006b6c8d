using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Cti.Telemetry.Otlp;
using Cti.Tests.Cli.Processes;
using Cti.Tests.Servers;

namespace Cti.Tests.Telemetry.Otlp;

/// <summary>What a collector gets from the program as a process of its own.</summary>
public sealed class OtlpTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string CallersSpan = "b7ad6b7169203331";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_EndpointSet_SendsRowsBytesSecondsAndLoadedRows()
    {
        await using HttpCollector collector = new();
        (JsonNode result, _) = await RunAsync(0, Variables(collector.Endpoint));

        JsonNode counts = result["counts"]!;
        OtlpMetrics metrics = MetricsOf(collector);
        Assert.Equal(counts["written"]!.GetValue<long>(), metrics.Sum("cti.records", ("cti.outcome", "written")));
        Assert.Equal(counts["rejected"]!.GetValue<long>(), metrics.Sum("cti.records", ("cti.outcome", "rejected")));
        Assert.Equal(counts["read"]!.GetValue<long>(), metrics.Sum("cti.records"));
        Assert.Equal(result["outputs"]!.AsArray().Sum(o => o!["bytes"]!.GetValue<long>()), metrics.Sum("cti.bytes", ("cti.direction", "written")));
        Assert.True(metrics.Sum("cti.bytes", ("cti.direction", "read")) > 0);
        Assert.Equal(counts["written"]!.GetValue<long>(), metrics.Sum("cti.load.rows", ("cti.outcome", "inserted"), ("cti.warehouse", "duckdb")));
        Assert.Equal(1, metrics.Sum("cti.runs", ("cti.status", "ok"), ("process.exit.code", "0"), ("cti.dataset", "events"), ("cti.verb", "run")));
        Assert.Equal(["deduplicate", "encode", "parse", "read", "validate", "write"], metrics.Values("cti.stage.time", "cti.stage"));
        Assert.Contains("cti.run.duration", metrics.Names);
        Assert.Equal(("shop-etl", "eu"), (metrics.Resource["service.name"], metrics.Resource["site"]));
    }

    [Fact]
    public async Task Run_TraceParentSet_SpansBelongToTheCallersTrace()
    {
        await using HttpCollector collector = new();
        await RunAsync(0, Variables(collector.Endpoint));

        ProtobufMessage[] spans = SpansOf(collector);
        Assert.Equal(["cti run", "extract", "load"], spans.Select(s => s.Text(5)).Order(StringComparer.Ordinal));
        Assert.All(spans, s => Assert.Equal(TraceId, Convert.ToHexStringLower(s.Bytes(1))));
        ProtobufMessage run = Assert.Single(spans, s => s.Text(5) == "cti run");
        Assert.Equal(CallersSpan, Convert.ToHexStringLower(run.Bytes(4)));
        Assert.All(spans.Where(s => s != run), s => Assert.Equal(run.Bytes(2), s.Bytes(4)));
        Assert.Equal("ok", run.Attributes(9)["cti.status"]);
    }

    [Fact]
    public async Task Run_Fails_SpanAndMetricsSayWhy()
    {
        await using HttpCollector collector = new();
        await RunAsync(2, Variables(collector.Endpoint), input: "absent.csv");

        Assert.Equal(1, MetricsOf(collector).Sum("cti.runs", ("cti.status", "failed"), ("process.exit.code", "2")));
        ProtobufMessage run = Assert.Single(SpansOf(collector));
        Assert.Equal("usage", run.Attributes(9)["error.type"]);
        Assert.Equal(2, run.All(15).Single().Number(3));
    }

    [Fact]
    public async Task Run_SdkDisabled_SendsNothing()
    {
        await using HttpCollector collector = new();
        Dictionary<string, string> variables = Variables(collector.Endpoint);
        variables["OTEL_SDK_DISABLED"] = "true";

        await RunAsync(0, variables);

        Assert.Empty(collector.Deliveries);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Run_CollectorNeverAnswers_EndsWellWithinTheBoundAndWarnsOnce(string protocol)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Dictionary<string, string> variables = Variables($"http://{silent.LocalEndpoint}");
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
        (_, string before) = await RunAsync(0, []);
        long began = Stopwatch.GetTimestamp();

        (JsonNode result, string error) = await RunAsync(0, variables, output: "other");

        Assert.Equal("ok", result["status"]!.GetValue<string>());
        Assert.DoesNotContain("did not reach", before, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), l => l.Contains("Telemetry did not reach its receiver", StringComparison.Ordinal));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 60);
        Assert.InRange(result["seconds"]!.GetValue<double>(), 0, 30);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "", false)]
    [InlineData("OTEL_SERVICE_NAME", "x", false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318", true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318/v1/traces", true)]
    public void Of_Variables_AskForExportOnlyWhereThereIsAnEndpoint(string name, string value, bool asked) =>
        Assert.Equal(asked, OtlpEnvironment.Of(new Dictionary<string, string> { [name] = value }) is not null);

    private static Dictionary<string, string> Variables(string endpoint) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_SERVICE_NAME"] = "shop-etl",
        ["OTEL_RESOURCE_ATTRIBUTES"] = "site=eu",
        ["TRACEPARENT"] = $"00-{TraceId}-{CallersSpan}-01",
    };

    private async Task<(JsonNode Result, string Error)> RunAsync(int exitCode, Dictionary<string, string> variables, string? input = null, string output = "out")
    {
        using var process = new CtiProcess(
            _folder.Path, variables, "run", "--dataset", "events", "--input", input ?? Repository.Path("cti", "samples", "events"), "--output", output, "--warehouse", $"duckdb:{output}.duckdb");
        (int code, string line, string error) = await process.EndAsync();
        Assert.True(code == exitCode, $"exit code {code}: {error}");
        return (JsonNode.Parse(Assert.Single(line.TrimEnd('\n').Split('\n')))!, error);
    }

    // ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2.
    private static ProtobufMessage[] SpansOf(HttpCollector collector) =>
        [.. collector.Deliveries.Where(d => d.Path == "/v1/traces").SelectMany(d => new ProtobufMessage(d.Body).All(1, 2, 2))];

    private static OtlpMetrics MetricsOf(HttpCollector collector) => OtlpMetrics.Of(collector);
}
