using System.Text.Json;
using Cti.Aws;
using Cti.Failures;
using Cti.Tests.Aws;
using Cti.Tests.Servers;
using Cti.Warehouses.Redshift.DataApi;
using static Cti.Tests.Servers.ScriptedServer;

namespace Cti.Tests.Warehouses.Redshift;

/// <summary>The Data API's wire, at a server that answers as badly as servers do.</summary>
public sealed class RedshiftDataClientTests
{
    private const string Token = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly Answer s_taken = new(200, """{"Id":"11111111-2222-3333-4444-555555555555","CreatedAt":1.6049E9}""");
    private static readonly DataApiTarget s_target = new() { WorkgroupName = "etl", Database = "dev" };
    private static readonly string[] s_batch = ["LOCK x", "SELECT 'é ''\\\\'"];

    [Theory]
    [InlineData(null)]
    [InlineData("session-token/with+signs==")]
    public async Task Submit_Request_IsSignedAsBotocoreSigns(string? sessionToken)
    {
        await using ScriptedServer server = new(s_taken);
        AwsAccess access = new() { AccessKey = "AKIDEXAMPLE", SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SessionToken = sessionToken };
        using RedshiftDataClient client = new(access, new AwsConnection(server.Endpoint, "eu-central-1"), new AwsClientOptions());

        string id = await client.SubmitAsync(s_target, s_batch, "cti/events/r1", Token, CancellationToken.None);

        Assert.Equal("11111111-2222-3333-4444-555555555555", id);
        Request request = Assert.Single(server.Requests);
        string authorization = request.Headers["authorization"];
        string signed = BotocoreSignature.Between(authorization, "SignedHeaders=", ",");
        Assert.Contains("/eu-central-1/redshift-data/aws4_request", authorization, StringComparison.Ordinal);
        Assert.All((string[])["content-type", "host", "x-amz-date", "x-amz-target"], h => Assert.Contains(h, signed.Split(';')));
        Assert.Equal(sessionToken is not null, signed.Split(';').Contains("x-amz-security-token"));
        string expected = await BotocoreSignature.OfAsync(request, server.Endpoint, "redshift-data", "eu-central-1", (access.AccessKey, access.SecretKey, sessionToken));
        Assert.Equal(expected, BotocoreSignature.Between(authorization, "Signature=", ","));
    }

    [Fact]
    public async Task Submit_Batch_SendsTheDocumentedMembersAndNoOthers()
    {
        await using ScriptedServer server = new(s_taken);
        using RedshiftDataClient client = Client(server);

        await client.SubmitAsync(s_target with { SecretArn = "arn:aws:secretsmanager:x" }, s_batch, "cti/events/r1", Token, CancellationToken.None);
        await client.SubmitAsync(new DataApiTarget { ClusterIdentifier = "c", DbUser = "u", Database = "d" }, ["SELECT 1"], "n", Token, CancellationToken.None);

        Assert.Equal("POST / HTTP/1.1", server.Requests[0].Line);
        Assert.Equal("RedshiftData.BatchExecuteStatement", server.Requests[0].Headers["x-amz-target"]);
        Assert.Equal("application/x-amz-json-1.1", server.Requests[0].Headers["content-type"]);
        Assert.Equal(["ClientToken", "Database", "SecretArn", "Sqls", "StatementName", "WorkgroupName"], Members(server.Requests[0]));
        Assert.Equal("RedshiftData.ExecuteStatement", server.Requests[1].Headers["x-amz-target"]);
        Assert.Equal(["ClientToken", "ClusterIdentifier", "Database", "DbUser", "Sql", "StatementName"], Members(server.Requests[1]));
    }

    public static TheoryData<string> Faults => ["500", "html", "throttled", "statements", "sessions", "reset", "silent", "cut", "half"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Submit_FaultThatMayPass_IsSentAgainWithTheSameToken(string fault)
    {
        await using ScriptedServer server = new(FaultOf(fault), FaultOf(fault), s_taken);
        List<string> reasons = [];
        using RedshiftDataClient client = Client(server, reasons, patience: fault == "silent" ? 5 : 60);

        string id = await client.SubmitAsync(s_target, s_batch, "cti/events/r1", Token, CancellationToken.None);

        Assert.StartsWith("11111111", id, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(r => r.Body).Distinct());
        Assert.Contains(Token, server.Requests[2].Body, StringComparison.Ordinal);
        Assert.Equal(2, reasons.Count);
        Assert.All(reasons, r => Assert.NotEmpty(r));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Submit_FaultThatStays_IsTransientAfterTheRetries(string fault)
    {
        await using ScriptedServer server = new(FaultOf(fault));
        using RedshiftDataClient client = Client(server, patience: fault == "silent" ? 1 : 60);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => client.SubmitAsync(s_target, s_batch, "n", Token, CancellationToken.None));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Equal(4, server.Requests.Count);
        Assert.Contains("BatchExecuteStatement", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ValidationException", "check the settings")]
    [InlineData("com.amazonaws.redshiftdata#ResourceNotFoundException:http://x", "check the name")]
    [InlineData("AccessDeniedException", "grant the role")]
    public async Task Submit_Refusal_IsFinalAndSaysWhatToDo(string code, string advice)
    {
        await using ScriptedServer server = new(Answer.Error(400, code));
        using RedshiftDataClient client = Client(server);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => client.SubmitAsync(s_target, s_batch, "n", Token, CancellationToken.None));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Single(server.Requests);
        Assert.Contains("said the server", failure.Message, StringComparison.Ordinal);
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1605000000.25")]
    [InlineData("\"2020-11-10T09:20:00.25Z\"")]
    [InlineData("\"2020-11-10T10:20:00.25+01:00\"")]
    [InlineData("\"1605000000.25\"")]
    public async Task Describe_Times_AreReadInEitherForm(string time)
    {
        await using ScriptedServer server = new(new Answer(200, $$"""
            {"Id":"a","Status":"FAILED","Error":"no","CreatedAt":{{time}},"UpdatedAt":{{time}},"Duration":12,"Unknown":{"a":[1]},
             "SubStatements":[{"Id":"a:1","Status":"FINISHED","ResultRows":-1},{"Id":"a:2","Status":"FAILED","Error":"Divide by zero","ResultRows":0}]}
            """));
        using RedshiftDataClient client = Client(server);

        StatementDescription found = await client.DescribeAsync("a", waitSeconds: 20, CancellationToken.None);

        Assert.Equal(new DateTimeOffset(2020, 11, 10, 9, 20, 0, 250, TimeSpan.Zero), found.CreatedAt);
        Assert.Equal(found.CreatedAt, found.UpdatedAt);
        Assert.Equal(["a:1", "a:2"], found.SubStatements!.Select(s => s.Id));
        Assert.Equal("""{"Id":"a","WaitTimeSeconds":20}""", server.Requests[0].Body);
    }

    [Fact]
    public async Task List_SeveralPages_GivesAllStatementsInAnyState()
    {
        await using ScriptedServer server = new(
            new Answer(200, """{"Statements":[{"Id":"a","StatementName":"cti/x","Status":"STARTED"}],"NextToken":"more"}"""),
            new Answer(200, """{"Statements":[{"Id":"b","StatementName":"cti/x","Status":"FINISHED"}]}"""));
        using RedshiftDataClient client = Client(server);

        IReadOnlyList<ListedStatement> found = await client.ListAsync("cti/x", CancellationToken.None);

        Assert.Equal(["a", "b"], found.Select(s => s.Id));
        Assert.Equal("""{"StatementName":"cti/x","Status":"ALL","MaxResults":100}""", server.Requests[0].Body);
        Assert.Contains("\"NextToken\":\"more\"", server.Requests[1].Body, StringComparison.Ordinal);
    }

    private static RedshiftDataClient Client(ScriptedServer server, List<string>? reasons = null, int patience = 60) => new(
        new AwsAccess { AccessKey = "AKID", SecretKey = "secret" },
        new AwsConnection(server.Endpoint, "us-east-1"),
        new AwsClientOptions
        {
            BackOff = new BackOff(3, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)),
            RequestTimeout = TimeSpan.FromSeconds(patience),
            Retrying = (_, _, reason) => reasons?.Add(reason),
        });

    private static Answer FaultOf(string name) => name switch
    {
        "500" => Answer.Error(500, "BatchExecuteStatementException"),
        "html" => new Answer(500, "<html><body>Bad Gateway</body></html>") { ContentType = "text/html" },
        "throttled" => Answer.Error(400, "ThrottlingException"),
        "statements" => Answer.Error(400, "ActiveStatementsExceededException"),
        "sessions" => Answer.Error(400, "ActiveSessionsExceededException"),
        "reset" => s_taken with { Resets = true },
        "silent" => s_taken with { Silent = true },
        "cut" => s_taken with { MissingBytes = 100 },
        _ => s_taken with { Body = s_taken.Body[..20] },
    };

    private static string[] Members(Request request)
    {
        using JsonDocument document = JsonDocument.Parse(request.Body);
        return [.. document.RootElement.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];
    }
}
