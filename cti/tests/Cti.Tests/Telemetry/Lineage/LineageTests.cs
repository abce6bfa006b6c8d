using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Cti.Telemetry.Lineage;
using Cti.Tests.Cli.Processes;
using Cti.Tests.Servers;

namespace Cti.Tests.Telemetry.Lineage;

/// <summary>What a receiver of lineage gets from the program as a process of its own.</summary>
public sealed class LineageTests : IDisposable
{
    private const string Parent = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Root = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private const string Key = "planted-lineage-key";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Succeeds_SendsValidStartAndCompleteWithParentAndRoot()
    {
        await using HttpCollector collector = new();
        JsonNode result = await RunAsync(0, Variables(collector.Endpoint));

        JsonNode[] events = EventsOf(collector);
        Assert.Equal(["START", "COMPLETE"], events.Select(e => Text(e, "eventType")));
        Assert.Empty(OpenLineageSchemas.Violations(events));
        Assert.Single(events.Select(e => Text(e, "run", "runId")).Distinct());
        Assert.All(events, e => Assert.Equal(("shop", "cti.run.events"), (Text(e, "job", "namespace"), Text(e, "job", "name"))));
        JsonNode parent = events[1]["run"]!["facets"]!["parent"]!;
        Assert.Equal(("https://airflow:8080/a", "dag.task", Parent, Root), (Text(parent, "job", "namespace"), Text(parent, "job", "name"), Text(parent, "run", "runId"), Text(parent, "root", "run", "runId")));
        JsonNode[] outputs = [.. events[1]["outputs"]!.AsArray().Select(o => o!)];
        Assert.Equal([("file", $"{_folder.Path}/out/events"), ($"duckdb://{_folder.Path}/w.duckdb", "main.events")], outputs.Select(o => (Text(o, "namespace"), Text(o, "name"))));
        long written = result["counts"]!["written"]!.GetValue<long>();
        Assert.All(outputs, o => Assert.Equal(written, o["outputFacets"]!["outputStatistics"]!["rowCount"]!.GetValue<long>()));
        Assert.Contains(outputs[1]["facets"]!["schema"]!["fields"]!.AsArray(), f => Text(f!, "name") == "id");
        Assert.Contains("id", outputs[0]["facets"]!["dataQualityMetrics"]!["columnMetrics"]!.AsObject().Select(c => c.Key));
        Assert.NotEmpty(outputs[0]["facets"]!["dataQualityAssertions"]!["assertions"]!.AsArray());
        Assert.InRange(outputs[0]["facets"]!["dataQualityMetrics"]!["columnMetrics"]!["id"]!["distinctCount"]!.GetValue<long>(), written * 0.9, written * 1.1);
        Assert.Equal(result["counts"]!["read"]!.GetValue<long>(), events[1]["inputs"]!.AsArray().Sum(i => i!["inputFacets"]!["inputStatistics"]!["rowCount"]!.GetValue<long>()));
        Assert.All(collector.Deliveries, d => Assert.Equal(("/api/v1/lineage", $"Bearer {Key}"), (d.Path, d.Authorization)));
        Assert.All(events, e => Assert.DoesNotContain(Key, e.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_AfterExtract_ReadsTheDatasetThatTheExtractWrote()
    {
        await using HttpCollector collector = new();
        Dictionary<string, string> variables = Variables(collector.Endpoint);
        using var extract = new CtiProcess(_folder.Path, variables, "extract-transform", "--dataset", "events", "--input", Samples, "--output", "out");
        JsonNode extracted = JsonNode.Parse((await extract.EndAsync()).Output)!;
        using var load = new CtiProcess(_folder.Path, variables, "load", "--dataset", "events", "--input", Text(extracted, "manifest"), "--warehouse", "duckdb:w.duckdb");
        Assert.Equal(0, (await load.EndAsync()).ExitCode);

        JsonNode[] events = EventsOf(collector);
        Assert.Equal(["START", "COMPLETE", "START", "COMPLETE"], events.Select(e => Text(e, "eventType")));
        Assert.Empty(OpenLineageSchemas.Violations(events));
        Assert.Equal(Text(events[1]["outputs"]![0]!, "name"), Text(events[3]["inputs"]![0]!, "name"));
    }

    [Fact]
    public async Task Run_Fails_SendsFailWithTheCause()
    {
        await using HttpCollector collector = new();
        await RunAsync(2, Variables(collector.Endpoint), "absent.csv");

        JsonNode[] events = EventsOf(collector);
        Assert.Equal(["START", "FAIL"], events.Select(e => Text(e, "eventType")));
        Assert.Empty(OpenLineageSchemas.Violations(events));
        Assert.Contains("absent.csv", Text(events[1]["run"]!["facets"]!["errorMessage"]!, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GateCloses_FailNamesWhatWasReadAndWhatWouldHaveBeenWritten()
    {
        await using HttpCollector collector = new();
        string rows = string.Concat(Enumerable.Range(1, 1000).Select(i => $"{i:D8}-0000-4000-8000-000000000000,2021-04-01,{(i % 10 == 0 ? "nobody" : "a@b.org")},palau,1.2.3.4,index,visit,\"['x']\"\n"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "events.csv"), "id,timestamp,email,country,ip,uri,action,tags\n" + rows);
        await RunAsync(3, Variables(collector.Endpoint), "events.csv");

        JsonNode[] events = EventsOf(collector);
        Assert.Equal(["START", "FAIL"], events.Select(e => Text(e, "eventType")));
        Assert.Empty(OpenLineageSchemas.Violations(events));
        JsonNode input = Assert.Single(events[1]["inputs"]!.AsArray())!;
        Assert.Equal(($"{_folder.Path}/events.csv", 1000), (Text(input, "name"), input["inputFacets"]!["inputStatistics"]!["rowCount"]!.GetValue<long>()));
        JsonNode output = Assert.Single(events[1]["outputs"]!.AsArray())!;
        Assert.Equal(($"{_folder.Path}/out/events", 0), (Text(output, "name"), output["outputFacets"]!["outputStatistics"]!["rowCount"]!.GetValue<long>()));
        JsonNode assertion = Assert.Single(output["facets"]!["dataQualityAssertions"]!["assertions"]!.AsArray(), a => Text(a!, "assertion") != "like_runs_before")!;
        Assert.Equal(("email", "100"), (Text(assertion, "column"), Text(assertion, "actual")));
    }

    [Fact]
    public async Task Run_Terminated_SendsAbort()
    {
        await using HttpCollector collector = new();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Dictionary<string, string> variables = Variables(collector.Endpoint);
        variables["CTI_ENDPOINT_URL"] = $"http://{silent.LocalEndpoint}";
        (variables["CTI_ACCESS_KEY"], variables["CTI_SECRET_KEY"], variables["CTI_REGION"]) = ("planted-access-key", "planted-secret-key", "us-east-1");
        using var process = new CtiProcess(_folder.Path, variables, "run", "--dataset", "events", "--input", "s3://bucket/events.csv");
        using TcpClient request = await silent.AcceptTcpClientAsync();
        process.Terminate();

        Assert.Equal(143, (await process.EndAsync()).ExitCode);
        JsonNode[] events = EventsOf(collector);
        Assert.Equal(["START", "ABORT"], events.Select(e => Text(e, "eventType")));
        Assert.Empty(OpenLineageSchemas.Violations(events));
        Assert.All(events, e => Assert.DoesNotContain("planted", e.ToJsonString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "Lineage did not reach its receiver")]
    [InlineData("no url", "OPENLINEAGE_URL is no URL")]
    public async Task Run_NoReceiver_EndsWellAndWarnsOnce(string url, string warning)
    {
        using var process = new CtiProcess(_folder.Path, Variables(url), "run", "--dataset", "events", "--input", Samples, "--output", "out", "--warehouse", "duckdb:w.duckdb");
        (int exitCode, _, string error) = await process.EndAsync();

        Assert.Equal(0, exitCode);
        Assert.Single(error.Split('\n'), l => l.Contains(warning, StringComparison.Ordinal));
        Assert.DoesNotContain(Key, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReceiverNeverAnswers_EndsWithinTheBound()
    {
        await using HttpCollector collector = new(delay: TimeSpan.FromMinutes(5));

        JsonNode result = await RunAsync(0, Variables(collector.Endpoint));

        Assert.InRange(result["seconds"]!.GetValue<double>(), 0, 10);
    }

    [Fact]
    public void Of_Disabled_AsksForNothing() =>
        Assert.Null(LineageEnvironment.Of(new Dictionary<string, string> { ["OPENLINEAGE_URL"] = "http://marquez:5000", ["OPENLINEAGE_DISABLED"] = "True" }));

    [Fact]
    public void Of_Endpoint_IsTaken() => Assert.Equal(
        "http://marquez:5000/x/lineage", LineageEnvironment.Of(new Dictionary<string, string> { ["OPENLINEAGE_URL"] = "http://marquez:5000/", ["OPENLINEAGE_ENDPOINT"] = "x/lineage" })!.Receiver.ToString());

    [Theory]
    [InlineData("s3://raw/2021/events.csv", "s3://raw", "2021/events.csv")]
    [InlineData("s3://raw/2021/", "s3://raw", "2021")]
    [InlineData("/data/events.csv", "file", "/data/events.csv")]
    public void OfUri_ObjectOrFolder_IsNamedAsOthersNameIt(string uri, string space, string name) => Assert.Equal(new LineageDataset(space, name), LineageDataset.OfUri(uri));

    [Theory]
    [InlineData("ns/job")]
    [InlineData("ns/job/no-uuid")]
    [InlineData("//" + Parent)]
    [InlineData("")]
    public void Parse_NoParentId_IsNull(string text) => Assert.Null(LineageRun.Parse(text));

    private static string Samples => Repository.Path("cti", "samples", "events");

    private static Dictionary<string, string> Variables(string url) => new()
    {
        ["OPENLINEAGE_URL"] = url,
        ["OPENLINEAGE_API_KEY"] = Key,
        ["OPENLINEAGE_NAMESPACE"] = "shop",
        ["OPENLINEAGE_PARENT_ID"] = $"https://airflow:8080/a/dag.task/{Parent}",
        ["OPENLINEAGE_ROOT_PARENT_ID"] = $"airflow/dag/{Root}",
    };

    private async Task<JsonNode> RunAsync(int exitCode, Dictionary<string, string> variables, string? input = null)
    {
        using var process = new CtiProcess(_folder.Path, variables, "run", "--dataset", "events", "--input", input ?? Samples, "--output", "out", "--warehouse", "duckdb:w.duckdb");
        (int code, string line, string error) = await process.EndAsync();
        Assert.True(code == exitCode, $"exit code {code}: {error}");
        return JsonNode.Parse(Assert.Single(line.TrimEnd('\n').Split('\n')))!;
    }

    private static JsonNode[] EventsOf(HttpCollector collector) => [.. collector.Deliveries.Select(d => JsonNode.Parse(Encoding.UTF8.GetString(d.Body))!)];

    private static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (n, name) => n[name]!).GetValue<string>();
}
