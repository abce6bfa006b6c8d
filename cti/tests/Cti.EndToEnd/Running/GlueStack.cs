using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Running;

/// <summary>A database of the catalogue of one's own and a bucket, both at a real moto, and a workspace whose calls go there.</summary>
internal sealed class GlueStack : IDisposable
{
    private readonly HttpClient _http = new();
    private int _files;

    private GlueStack(MotoServer server, string bucket)
    {
        (Server, Bucket) = (server, bucket);
        Workspace.UseS3(server);
        Workspace.Variables["AWS_ENDPOINT_URL_GLUE"] = server.Endpoint;
        Workspace.Variables["AWS_ENDPOINT_URL_ATHENA"] = server.Endpoint;
    }

    public Workspace Workspace { get; } = new();

    public MotoServer Server { get; }

    public string Bucket { get; }

    public string Database { get; } = $"db_{Guid.NewGuid():N}";

    public string Output => $"s3://{Bucket}/out";

    public static async Task<GlueStack> StartAsync()
    {
        MotoServer server = await MotoServer.SharedAsync();
        GlueStack stack = new(server, await server.NewBucketAsync());
        // Of its own: the server cannot list more than fifty named queries of one.
        await stack.AskAsync("AmazonAthena.CreateWorkGroup", new JsonObject { ["Name"] = stack.Database, ["Configuration"] = new JsonObject { ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = $"s3://{stack.Bucket}/answers/" } } });
        stack.Workspace.Variables["CTI_WORKGROUP"] = stack.Database;
        return stack;
    }

    /// <summary>Extracts events.</summary>
    /// <returns>The manifest's URI.</returns>
    public async Task<string> ExtractAsync(params string[] lines)
    {
        string file = Workspace.Write($"raw/{++_files}/events.csv", string.Join('\n', lines.Prepend("id,timestamp,email,country,ip,uri,action,tags")) + "\n");
        return (await Workspace.RunAsync("extract-transform", "--dataset", "events", "--input", file, "--output", Output)).Expect(0).Result.GetProperty("manifest").GetString()!;
    }

    public Task<CtiRun> LoadOfAsync(string dataset, string manifest, params string[] more) =>
        Workspace.RunAsync(["load", "--dataset", dataset, "--input", manifest, "--warehouse", $"glue:{Database}", .. more]);

    public Task<CtiRun> LoadAsync(string manifest, params string[] more) => LoadOfAsync("events", manifest, more);

    /// <summary>Calls an operation as any other client would.</summary>
    public async Task<JsonObject> AskAsync(string operation, JsonObject request)
    {
        using HttpRequestMessage message = Message(operation.Contains('.', StringComparison.Ordinal) ? operation : "AWSGlue." + operation, request);
        using HttpResponseMessage answer = await _http.SendAsync(message);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{operation}: {body}");
        return body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject();
    }

    private HttpRequestMessage Message(string target, JsonObject request)
    {
        string service = target.StartsWith("AWSGlue", StringComparison.Ordinal) ? "glue" : "athena";
        HttpRequestMessage message = new(HttpMethod.Post, Server.Endpoint + "/") { Content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1") };
        message.Headers.Add("X-Amz-Target", target);
        message.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=testing/20261120/{Server.Region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return message;
    }

    /// <summary>Tells the server what the next query answers.</summary>
    public async Task AnswerNextQueryAsync(string[] columns, params string[][] rows)
    {
        string[] names = [.. columns.Select(c => c.Split(' ')[0])];
        object answer = new
        {
            region = Server.Region,
            results = new[]
            {
                new
                {
                    rows = rows.Prepend(names).Select(row => new { Data = row.Select(v => new { VarCharValue = v }) }),
                    column_info = columns.Select(c => new { Name = c.Split(' ')[0], Type = c.Split(' ')[1] }),
                },
            },
        };
        using StringContent body = new(JsonSerializer.Serialize(answer), Encoding.UTF8, "application/json");
        using HttpResponseMessage taken = await _http.PostAsync(new Uri(Server.Endpoint + "/moto-api/static/athena/query-results"), body);
        taken.EnsureSuccessStatusCode();
    }

    /// <summary>The runs that Athena sees in a table, each with its folder.</summary>
    public async Task<string[]> RunsAsync(string table) =>
        [.. ((await AskAsync("GetPartitions", new JsonObject { ["DatabaseName"] = Database, ["TableName"] = table }))["Partitions"]?.AsArray() ?? []).Select(p => $"{p!["Values"]![0]} {p["StorageDescriptor"]!["Location"]}").Order(StringComparer.Ordinal)];

    /// <summary>Everything that the catalogue holds of the database, times of change included.</summary>
    public async Task<string> CatalogueAsync()
    {
        StringBuilder all = new();
        foreach (JsonNode? table in (await AskAsync("GetTables", new JsonObject { ["DatabaseName"] = Database }))["TableList"]!.AsArray())
        {
            all.AppendLine(table!.ToJsonString());
            if ((string?)table["TableType"] != "VIRTUAL_VIEW")
                all.AppendLine((await AskAsync("GetPartitions", new JsonObject { ["DatabaseName"] = Database, ["TableName"] = (string)table["Name"]! })).ToJsonString());
        }

        all.AppendLine((await AskAsync("AmazonAthena.ListNamedQueries", new JsonObject { ["WorkGroup"] = Database })).ToJsonString());
        return all.ToString();
    }

    /// <summary>The run of a manifest.</summary>
    public static string RunOf(string manifest) => manifest.Split('/')[^2];

    public void Dispose()
    {
        _http.Dispose();
        Workspace.Dispose();
    }

    public static string Load(CtiRun run) =>
        string.Join("; ", run.Expect(0).Result.GetProperty("load").EnumerateArray().Select(l => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{l.GetProperty("table")} {l.GetProperty("staged")} {l.GetProperty("inserted")} {l.GetProperty("already_loaded")}")));
}
