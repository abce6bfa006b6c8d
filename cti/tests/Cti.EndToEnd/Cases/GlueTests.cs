using System.Text;
using System.Text.Json.Nodes;
using Cti.EndToEnd.Running;
using Cti.Tests;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Cases;

/// <summary>The published program, S3 and Glue's catalogue over HTTP: what Athena would see, asked of the catalogue as any other client asks.</summary>
public sealed class GlueTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] s_webTables = ["users", "posts", "follows", "unfollows"];
    private GlueStack _stack = null!;

    public async Task InitializeAsync() => _stack = await GlueStack.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _stack.Dispose();

    [Fact]
    public async Task Load_WebEvents_RegistersAPartitionATableAndAgainChangesNothing()
    {
        string manifest = await ExtractWebAsync();

        CtiRun refused = (await _stack.LoadOfAsync("web-events", manifest)).Expect(4);
        Assert.Contains("say --create to have it made, or make it: CREATE EXTERNAL TABLE", refused.Cause, StringComparison.Ordinal);
        Assert.Equal("users 2 2 False; posts 3 3 False; follows 2 2 False; unfollows 1 1 False", GlueStack.Load(await _stack.LoadOfAsync("web-events", manifest, "--create")));
        string after = await _stack.CatalogueAsync();

        foreach (string table in s_webTables)
            Assert.Equal([$"{GlueStack.RunOf(manifest)} {_stack.Output}/{table}/run={GlueStack.RunOf(manifest)}/"], await _stack.RunsAsync(table));
        foreach (string[] more in new string[][] { [], ["--create"], ["--mode", "append"], ["--mode", "replace"] })
            Assert.Equal("users 2 2 True; posts 3 3 True; follows 2 2 True; unfollows 1 1 True", GlueStack.Load(await _stack.LoadOfAsync("web-events", manifest, more)));
        Assert.Equal(after, await _stack.CatalogueAsync());
        Assert.Contains("\"presto_view\": \"true\"", after.Replace("\":\"", "\": \"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_WithCreate_KeepsTheNamedQueriesInAthena()
    {
        await _stack.LoadOfAsync("web-events", await ExtractWebAsync(), "--create");

        List<string> names = [];
        foreach (JsonNode? id in (await _stack.AskAsync("AmazonAthena.ListNamedQueries", new JsonObject { ["WorkGroup"] = _stack.Database }))["NamedQueryIds"]!.AsArray())
        {
            JsonNode query = (await _stack.AskAsync("AmazonAthena.GetNamedQuery", new JsonObject { ["NamedQueryId"] = (string)id! }))["NamedQuery"]!;
            if ((string?)query["Database"] == _stack.Database)
                names.Add((string)query["Name"]!);
        }

        Assert.Equal(["churned-follows", "most-followed-users", "new-followers-per-day", "posts-per-day"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_KilledBeforeItsCommit_IsNotSeenUntilTheSameCommandCompletesIt()
    {
        string first = await _stack.ExtractAsync(Line(1, "04-01"));
        (await _stack.LoadAsync(first, "--create")).Expect(0);
        string file = _stack.Workspace.Write("more/events.csv", "id,timestamp,email,country,ip,uri,action,tags\n" + Line(2, "04-02") + "\n");
        string[] command = ["run", "--dataset", "events", "--input", file, "--output", _stack.Output, "--warehouse", $"glue:{_stack.Database}"];
        await using FaultyProxy proxy = new(_stack.Server.Endpoint);
        proxy.Fail(IsManifest, FaultyProxy.Fault.Error(503, "SlowDown"), times: 1000);
        _stack.Workspace.Variables["AWS_ENDPOINT_URL_S3"] = proxy.Endpoint;

        await _stack.Workspace.RunAsync(command, async process =>
        {
            while (!process.HasExited && !proxy.Requests.Any(IsManifest))
                await Task.Delay(20);
            process.Kill();
        });

        string[] parts = [.. (await _stack.Server.KeysAsync(_stack.Bucket)).Where(k => k.EndsWith("part-00000.parquet", StringComparison.Ordinal))];
        Assert.Equal(2, parts.Length);
        Assert.Equal([$"{GlueStack.RunOf(first)} {_stack.Output}/events/run={GlueStack.RunOf(first)}/"], await _stack.RunsAsync("events"));
        _stack.Workspace.Variables["AWS_ENDPOINT_URL_S3"] = _stack.Server.Endpoint;
        (await _stack.Workspace.RunAsync(command)).Expect(0);
        Assert.Equal(2, (await _stack.RunsAsync("events")).Length);
    }

    [Fact]
    public async Task Load_EachModeInTurn_LeavesThePartitionsThatItShould()
    {
        string april = await _stack.ExtractAsync(Line(1, "04-01"), Line(2, "04-30"));
        string both = await _stack.ExtractAsync(Line(3, "04-02"), Line(4, "05-01"));
        string may = await _stack.ExtractAsync(Line(5, "05-31"));
        string none = await _stack.ExtractAsync();
        (await _stack.LoadAsync(april, "--create")).Expect(0);
        (await _stack.LoadAsync(may)).Expect(0);
        (await _stack.LoadAsync(none)).Expect(0);

        string corrected = await _stack.ExtractAsync(Line(1, "04-03"));
        (await _stack.LoadAsync(both, "--mode", "replace", "--month", "2021-04")).Expect(2);
        Assert.Equal("events 1 1 False", GlueStack.Load(await _stack.LoadAsync(corrected, "--mode", "replace", "--month", "2021-04")));
        Assert.Equal(Sorted(may, none, corrected), await LoadedAsync());
        (await _stack.LoadAsync(both, "--mode", "append")).Expect(0);
        CtiRun mixed = (await _stack.LoadAsync(april, "--mode", "replace", "--month", "2021-04")).Expect(4);
        Assert.Contains(GlueStack.RunOf(both), mixed.Cause, StringComparison.Ordinal);
        Assert.Equal(Sorted(may, none, corrected, both), await LoadedAsync());
        (await _stack.LoadAsync(april, "--mode", "replace")).Expect(0);
        Assert.Equal(Sorted(april), await LoadedAsync());
        Assert.Equal(10, (await _stack.Server.KeysAsync(_stack.Bucket)).Count(k => k.Contains("/run=", StringComparison.Ordinal) || k.EndsWith("manifest.json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Load_OneManifestTwiceAtOnce_OneRegistersAndTheOtherFindsIt()
    {
        string manifest = await _stack.ExtractAsync(Line(1, "04-01"));

        CtiRun[] runs = await Task.WhenAll(_stack.LoadAsync(manifest, "--create"), _stack.LoadAsync(manifest, "--create"));

        Assert.Equal(["events 1 1 False", "events 1 1 True"], runs.Select(GlueStack.Load).Order(StringComparer.Ordinal));
        Assert.Single(await _stack.RunsAsync("events"));
    }

    [Fact]
    public async Task Load_NextRevisionOfARun_KeepsItsPartition()
    {
        string manifest = await _stack.ExtractAsync(Line(1, "04-01"));
        (await _stack.LoadAsync(manifest, "--create")).Expect(0);
        string before = await _stack.CatalogueAsync();
        string key = manifest[$"s3://{_stack.Bucket}/".Length..];
        JsonNode document = JsonNode.Parse(await _stack.Server.GetAsync(_stack.Bucket, key))!;
        document["revision"] = 2;
        await _stack.Server.PutAsync(_stack.Bucket, key, Encoding.UTF8.GetBytes(document.ToJsonString()));

        Assert.Equal("events 1 1 True", GlueStack.Load(await _stack.LoadAsync(manifest)));

        Assert.Equal(before, await _stack.CatalogueAsync());
    }

    [Fact]
    public async Task Load_RunRegisteredElsewhere_Exits4AndSaysHowToMoveIt()
    {
        string manifest = await _stack.ExtractAsync(Line(1, "04-01"));
        (await _stack.LoadAsync(manifest, "--create")).Expect(0);
        string run = GlueStack.RunOf(manifest);
        await _stack.AskAsync("UpdatePartition", new JsonObject
        {
            ["DatabaseName"] = _stack.Database,
            ["TableName"] = "events",
            ["PartitionValueList"] = new JsonArray(run),
            ["PartitionInput"] = new JsonObject { ["Values"] = new JsonArray(run), ["StorageDescriptor"] = new JsonObject { ["Location"] = "s3://elsewhere/run=x" } },
        });

        CtiRun refused = (await _stack.LoadAsync(manifest)).Expect(4);

        Assert.Contains("at s3://elsewhere/run=x/ instead of", refused.Cause, StringComparison.Ordinal);
        Assert.Contains($"PARTITION (run='{run}') SET LOCATION '{_stack.Output}/events/run={run}/'", refused.Cause, StringComparison.Ordinal);
        Assert.Equal([$"{run} s3://elsewhere/run=x"], await _stack.RunsAsync("events"));
    }

    [Fact]
    public async Task Load_TableThatDoesNotFit_Exits4NamingEveryColumn()
    {
        string manifest = await _stack.ExtractAsync(Line(1, "04-01"));
        JsonArray tables = JsonNode.Parse((await _stack.Workspace.RunAsync("schema", "events", "--for", "glue")).Expect(0).Output)!.AsArray();
        JsonObject table = tables[0]!.DeepClone().AsObject();
        JsonArray columns = table["StorageDescriptor"]!["Columns"]!.AsArray();
        columns[1]!["Type"] = "string";
        columns.RemoveAt(4);
        await _stack.AskAsync("CreateDatabase", new JsonObject { ["DatabaseInput"] = new JsonObject { ["Name"] = _stack.Database } });
        await _stack.AskAsync("CreateTable", new JsonObject { ["DatabaseName"] = _stack.Database, ["TableInput"] = table });

        CtiRun refused = (await _stack.LoadAsync(manifest, "--create")).Expect(4);
        CtiRun doctor = await _stack.Workspace.RunAsync("doctor", "--dataset", "events", "--warehouse", $"glue:{_stack.Database}");

        Assert.Contains("\"timestamp\" is string, not timestamp", refused.Cause, StringComparison.Ordinal);
        Assert.Contains($"\"country\" is missing (ALTER TABLE `{_stack.Database}`.`events` ADD COLUMNS (`country` string))", refused.Cause, StringComparison.Ordinal);
        Assert.Contains("\"timestamp\" is string", doctor.Expect(4).Output, StringComparison.Ordinal);
        Assert.Empty(await _stack.RunsAsync("events"));
    }

    [Fact]
    public async Task Load_FileThatNoRunWrote_Exits4BeforeAthenaCouldReadIt()
    {
        string manifest = await _stack.ExtractAsync(Line(1, "04-01"));
        string stray = $"out/events/run={GlueStack.RunOf(manifest)}/part-00001.parquet";
        await _stack.Server.PutAsync(_stack.Bucket, stray, Encoding.UTF8.GetBytes("no parquet"));

        CtiRun refused = (await _stack.LoadAsync(manifest, "--create")).Expect(4);

        Assert.Contains(stray, refused.Cause, StringComparison.Ordinal);
        Assert.Empty(await _stack.RunsAsync("events"));
    }

    [Fact]
    public async Task Load_FilesOutsideS3OrNoDatabase_Exits2()
    {
        string file = _stack.Workspace.Write("raw/events.csv", "id,timestamp,email,country,ip,uri,action,tags\n" + Line(1, "04-01") + "\n");
        string local = (await _stack.Workspace.RunAsync("extract-transform", "--dataset", "events", "--input", file, "--output", "cti-data")).Expect(0).Result.GetProperty("manifest").GetString()!;

        Assert.Contains("run the extract with --output s3://bucket/prefix", (await _stack.LoadAsync(local, "--create")).Expect(2).Cause, StringComparison.Ordinal);
        Assert.Contains("say --warehouse glue:DATABASE", (await _stack.Workspace.RunAsync("load", "--dataset", "events", "--input", local, "--warehouse", "glue")).Expect(2).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_DryRun_PrintsAthenasStatementsAndChangesNothing()
    {
        string manifest = await _stack.ExtractAsync(Line(1, "04-01"));
        _stack.Workspace.Variables["CTI_SCHEMA"] = _stack.Database;

        CtiRun plan = (await _stack.Workspace.RunAsync("load", "--dataset", "events", "--input", manifest, "--warehouse", "glue", "--create", "--dry-run")).Expect(0);

        string sql = string.Join('\n', plan.Result.GetProperty("sql").EnumerateArray().Select(s => s.GetString()));
        Assert.Contains($"ALTER TABLE `{_stack.Database}`.`events` ADD IF NOT EXISTS PARTITION (run='{GlueStack.RunOf(manifest)}') LOCATION '{_stack.Output}/events/run={GlueStack.RunOf(manifest)}/'", sql, StringComparison.Ordinal);
        Assert.Contains($"CREATE OR REPLACE VIEW \"{_stack.Database}\".\"events_current\"", sql, StringComparison.Ordinal);
        (await _stack.LoadAsync(manifest)).Expect(4);
    }

    // The server runs no query: it gives the rows that it is told to give.
    [Fact]
    public async Task Query_OfAthena_ReadsTheViewAndGivesItsRows()
    {
        await _stack.AnswerNextQueryAsync(["day varchar", "posts bigint"], ["2021-03-14", "3"], ["2021-03-15", "12"]);

        CtiRun query = (await _stack.Workspace.RunAsync("query", "posts-per-day", "--warehouse", $"glue:{_stack.Database}", "--format", "csv")).Expect(0);

        Assert.Equal("day,posts\n2021-03-14,3\n2021-03-15,12\n", query.Output);
        string id = query.Errors.Split("Statement ")[1].Split(' ')[0];
        string sql = (string)(await _stack.AskAsync("AmazonAthena.GetQueryExecution", new JsonObject { ["QueryExecutionId"] = id }))["QueryExecution"]!["Query"]!;
        Assert.Contains($"FROM \"{_stack.Database}\".\"posts_current\"", sql, StringComparison.Ordinal);
    }

    private async Task<string> ExtractWebAsync() => (await _stack.Workspace.RunAsync(
        "extract-transform", "--dataset", "web-events", "--input", Repository.Path("cti", "samples", "web-data"), "--output", _stack.Output)).Expect(0).Result.GetProperty("manifest").GetString()!;

    private async Task<string[]> LoadedAsync() => [.. (await _stack.RunsAsync("events")).Select(r => r.Split(' ')[0])];

    private static string[] Sorted(params string[] manifests) => [.. manifests.Select(GlueStack.RunOf).Order(StringComparer.Ordinal)];

    private static bool IsManifest(string head) => head.StartsWith("PUT ", StringComparison.Ordinal) && head.Contains("/manifest.json", StringComparison.Ordinal);

    private static string Line(int id, string day) => $"{id:D8}-0000-4000-8000-000000000000,2021-{day},a@b.org,palau,1.2.3.4,index,visit,\"['x']\"";
}
