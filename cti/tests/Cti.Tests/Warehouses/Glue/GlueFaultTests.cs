using Cti.Aws;
using Cti.Failures;
using Cti.Tests.Servers;
using Cti.Warehouses.Glue.Api;
using static Cti.Tests.Servers.ScriptedServer;

namespace Cti.Tests.Warehouses.Glue;

/// <summary>The catalogue's wire, at a server that answers as badly as servers do.</summary>
public sealed class GlueFaultTests
{
    private static readonly Answer s_done = new(200, "{}");
    private static readonly GluePartition s_partition = new() { Values = ["r1"], StorageDescriptor = new() { ["Location"] = "s3://b/t/run=r1/" } };

    [Theory]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "OperationTimeoutException")]
    [InlineData(400, "ConcurrentModificationException")]
    [InlineData(500, "InternalServiceException")]
    public async Task CreatePartitions_FaultThatMayPass_IsSentAgain(int status, string code)
    {
        await using ScriptedServer server = new(Answer.Error(status, code), s_done);
        using GlueClient client = Client(server);

        Assert.Empty(await client.CreatePartitionsAsync("db", "t", [s_partition], CancellationToken.None));

        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(r => r.Body).Distinct());
        Assert.Equal("AWSGlue.BatchCreatePartition", server.Requests[0].Headers["x-amz-target"]);
        Assert.Contains("/us-east-1/glue/aws4_request", server.Requests[0].Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal("""{"DatabaseName":"db","TableName":"t","PartitionInputList":[{"Values":["r1"],"StorageDescriptor":{"Location":"s3://b/t/run=r1/"}}]}""", server.Requests[0].Body);
    }

    [Fact]
    public async Task FindTable_FaultThatStays_IsTransient()
    {
        await using ScriptedServer server = new(Answer.Error(400, "ThrottlingException"));
        using GlueClient client = Client(server);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => client.FindTableAsync("db", "t", CancellationToken.None));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task FindTable_AccessDenied_SaysWhichActionToGrant()
    {
        await using ScriptedServer server = new(Answer.Error(400, "AccessDeniedException"));
        using GlueClient client = Client(server);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => client.FindTableAsync("db", "t", CancellationToken.None));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("GetTable", failure.Message, StringComparison.Ordinal);
        Assert.Contains("grant the role this action", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Partitions_SeveralPages_AreAllRead()
    {
        await using ScriptedServer server = new(
            new Answer(200, """{"Partitions":[{"Values":["a"]},{"Values":["b"]}],"NextToken":"more"}"""), new Answer(200, """{"Partitions":[{"Values":["c"]}]}"""));
        using GlueClient client = Client(server);

        IReadOnlyList<GluePartition> found = await client.PartitionsAsync("db", "t", CancellationToken.None);

        Assert.Equal(["a", "b", "c"], found.Select(p => p.Values[0]));
        Assert.Contains("\"NextToken\":\"more\"", server.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saved_QueryWithAnotherText_IsUpdatedById()
    {
        await using ScriptedServer server = new(s_done);
        using AthenaClient client = new(Access, new AwsConnection(server.Endpoint, "us-east-1"), Options, "etl");

        await client.UpdateSavedAsync("id-1", new SavedQuery { Name = "n", Description = "d", QueryString = "SELECT 1", Database = "db" }, CancellationToken.None);

        Assert.Equal("AmazonAthena.UpdateNamedQuery", server.Requests[0].Headers["x-amz-target"]);
        Assert.Equal("""{"NamedQueryId":"id-1","Name":"n","Description":"d","QueryString":"SELECT 1"}""", server.Requests[0].Body);
    }

    private static AwsAccess Access { get; } = new() { AccessKey = "AKIDEXAMPLE", SecretKey = "secret" };

    private static AwsClientOptions Options { get; } = new() { BackOff = new BackOff(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)) };

    private static GlueClient Client(ScriptedServer server) => new(Access, new AwsConnection(server.Endpoint, "us-east-1"), Options);
}
