using System.Text;
using System.Text.Json.Nodes;
using Cti.RedshiftSimulator;
using Cti.Tests.Cli.Processes;
using Cti.Tests.Pipelines;
using Cti.Tests.Servers;
using Cti.Tests.Telemetry.Lineage;
using static Cti.Tests.Servers.FaultyProxy;

namespace Cti.Tests.Telemetry.Otlp;

/// <summary>What a collector hears of what goes wrong between the program and real servers, and of runs unlike those before.</summary>
public sealed class OtlpServersTests : IDisposable
{
    private const string AccessKey = "AKIDSIMULATOR";
    private const string SecretKey = "simulator/secret+key";
    private readonly ExtractionFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Run_StoreFailsNowAndThen_CountsRetriesByOperation()
    {
        MotoServer moto = await MotoServer.SharedAsync();
        string bucket = await moto.NewBucketAsync();
        await moto.PutAsync(bucket, "in/a.csv", Encoding.UTF8.GetBytes(Rows("a", 50)));
        await using FaultyProxy proxy = new(moto.Endpoint);
        proxy.Fail(h => h.Contains("list-type=2", StringComparison.Ordinal), Fault.Error(503, "SlowDown"), times: 2)
            .Fail(h => h.StartsWith("GET ", StringComparison.Ordinal) && h.Contains("/in/a.csv", StringComparison.Ordinal), Fault.Error(500, "InternalError"));
        await using HttpCollector collector = new();
        Dictionary<string, string> variables = Telemetry(collector);
        (variables["CTI_ENDPOINT_URL"], variables["CTI_REGION"], variables["CTI_ACCESS_KEY"], variables["CTI_SECRET_KEY"]) = (proxy.Endpoint, moto.Region, moto.AccessKey, moto.SecretKey);

        await RunAsync(0, variables, "extract-transform", "--dataset", "key-data", "--input", $"s3://{bucket}/in/", "--output", "out");

        OtlpMetrics metrics = OtlpMetrics.Of(collector);
        Assert.Equal((2, 1), (metrics.Sum("cti.retries", ("cti.operation", "list")), metrics.Sum("cti.retries", ("cti.operation", "read"), ("cti.dataset", "key-data"))));
        Assert.Equal(3, metrics.Sum("cti.retries"));
    }

    [Fact]
    public async Task Load_ConflictInRedshift_CountsStatementsByStateAndTheLoadTriedAgain()
    {
        PostgresServer postgres = await PostgresServer.SharedAsync();
        MotoServer moto = await MotoServer.SharedAsync();
        (string database, string bucket) = (await postgres.NewDatabaseAsync(), await moto.NewBucketAsync());
        await using DataApiSimulator simulator = await DataApiSimulator.StartAsync(new SimulatorOptions
        {
            Postgres = postgres.ConnectionString(),
            S3 = new SimulatorS3(moto.Endpoint, moto.AccessKey, moto.SecretKey, moto.Region),
            Keys = [new SimulatorKey(AccessKey, SecretKey)],
        });
        simulator.Faults.Add(new SimulatorFault(FaultKind.SerializationConflict, "BatchExecuteStatement"));
        await using HttpCollector collector = new();
        Dictionary<string, string> variables = Telemetry(collector);
        (variables["AWS_ENDPOINT_URL_S3"], variables["AWS_ENDPOINT_URL_REDSHIFT_DATA"], variables["CTI_REGION"]) = (moto.Endpoint, simulator.Endpoint, moto.Region);
        (variables["CTI_ACCESS_KEY"], variables["CTI_SECRET_KEY"], variables["CTI_WORKGROUP"], variables["CTI_DATABASE"]) = (AccessKey, SecretKey, "etl", database);
        variables["CTI_IAM"] = "arn:aws:iam::123456789012:role/copy";

        string input = _fixture.Folder.File("a.csv", Rows("a", 50));
        await RunAsync(0, variables, "run", "--dataset", "key-data", "--input", input, "--output", $"s3://{bucket}/out", "--warehouse", "redshift", "--create");
        await postgres.DropDatabaseAsync(database);

        OtlpMetrics metrics = OtlpMetrics.Of(collector);
        long sent = metrics.Sum("cti.statements", ("cti.state", "sent"));
        Assert.Equal(1, metrics.Sum("cti.statements", ("cti.state", "failed")));
        Assert.Equal((sent - 1, 0), (metrics.Sum("cti.statements", ("cti.state", "finished")), metrics.Sum("cti.statements", ("cti.state", "aborted"))));
        Assert.Equal(1, metrics.Sum("cti.retries", ("cti.operation", "load")));
        Assert.Equal((simulator.Statements.Count, 0), (sent, metrics.Sum("cti.statements", ("cti.state", "found"))));
    }

    [Fact]
    public async Task Run_UnlikeThoseBefore_CountsAnomaliesAndWithFailOnAnomalyExits3()
    {
        for (int i = 0; i < 6; i++)
            await _fixture.RunAsync(_fixture.Request("key-data", _fixture.Folder.File($"past{i}.csv", Rows($"past{i}", 500))));
        string[] odd = ["extract-transform", "--dataset", "key-data", "--input", _fixture.Folder.File("odd.csv", Rows("odd", 20)), "--output", _fixture.Folder.At("out")];
        await using HttpCollector refusing = new();
        await using HttpCollector warning = new();

        (JsonNode refused, string error) = await RunAsync(3, Telemetry(refusing), [.. odd, "--fail-on-anomaly"]);
        (JsonNode warned, _) = await RunAsync(0, Telemetry(warning), odd);

        Assert.Equal(("refused", null), (refused["status"]!.GetValue<string>(), refused["manifest"]));
        Assert.StartsWith("cti: The run is unlike those before it: rows of key_data 20 where 6 runs had a median of 500", error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal("ok", warned["status"]!.GetValue<string>());
        foreach (HttpCollector collector in new[] { refusing, warning })
        {
            Assert.Equal(1, OtlpMetrics.Of(collector).Sum("cti.anomalies", ("cti.metric", "rows"), ("cti.table", "key_data"), ("cti.dataset", "key-data")));
            JsonNode[] events = [.. collector.Deliveries.Where(d => d.Path == "/api/v1/lineage").Select(d => JsonNode.Parse(Encoding.UTF8.GetString(d.Body))!)];
            Assert.Equal(["START", collector == refusing ? "FAIL" : "COMPLETE"], events.Select(e => e["eventType"]!.GetValue<string>()));
            Assert.Empty(OpenLineageSchemas.Violations(events));
            JsonNode assertion = Assert.Single(AssertionsOf(events[1]), a => a["assertion"]!.GetValue<string>() == "like_runs_before:rows");
            Assert.Equal((false, "500", "20"), (assertion["success"]!.GetValue<bool>(), assertion["expected"]!.GetValue<string>(), assertion["actual"]!.GetValue<string>()));
        }

        Assert.Equal(1, OtlpMetrics.Of(refusing).Sum("cti.runs", ("cti.status", "refused"), ("process.exit.code", "3")));
    }

    private static string Rows(string name, int rows) => "Key,Data\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"key{i % 7},{name}-{i}\n"));

    private static Dictionary<string, string> Telemetry(HttpCollector collector) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OPENLINEAGE_URL"] = collector.Endpoint,
    };

    private static IEnumerable<JsonNode> AssertionsOf(JsonNode lineage) =>
        lineage["outputs"]!.AsArray().SelectMany(o => o!["facets"]!["dataQualityAssertions"]?["assertions"]!.AsArray() ?? []).Select(a => a!);

    private async Task<(JsonNode Result, string Error)> RunAsync(int exitCode, Dictionary<string, string> variables, params string[] arguments)
    {
        using var process = new CtiProcess(_fixture.Folder.Path, variables, arguments);
        (int code, string line, string error) = await process.EndAsync();
        Assert.True(code == exitCode, $"exit code {code}: {error}");
        return (JsonNode.Parse(Assert.Single(line.TrimEnd('\n').Split('\n')))!, error);
    }
}
