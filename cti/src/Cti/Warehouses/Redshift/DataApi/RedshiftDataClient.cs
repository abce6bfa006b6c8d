using System.Text.Json.Serialization.Metadata;
using Cti.Aws;
using Cti.Failures;

namespace Cti.Warehouses.Redshift.DataApi;

/// <summary>The operations of the Redshift Data API that a load and a query need.</summary>
/// <remarks>Each call is tried again after failures that may pass, a submit with its own token, so that it runs once however often its
/// answer is lost. Failures: <see cref="CtiException"/>, Transient after the last retry, Usage where the service refuses.</remarks>
internal sealed class RedshiftDataClient : IDisposable
{
    private const int MaxListed = 100;
    private readonly AwsJsonClient _client;

    /// <summary>Makes it; nothing is sent yet.</summary>
    /// <param name="access">Keys and region of the settings.</param>
    /// <param name="connection">Where the service is.</param>
    /// <param name="options">Patience and clock.</param>
    public RedshiftDataClient(AwsAccess access, AwsConnection connection, AwsClientOptions options) =>
        _client = new AwsJsonClient(Service, access, connection, options);

    /// <summary>The service.</summary>
    public static AwsJsonService Service { get; } = new()
    {
        ServiceId = "Redshift Data",
        SigningName = "redshift-data",
        Version = "2019-12-20",
        TargetPrefix = "RedshiftData",
    };

    /// <summary>Begins statements, one by itself or several as one transaction.</summary>
    /// <param name="target">The database.</param>
    /// <param name="sql">The statements, 1 to 40.</param>
    /// <param name="name">The name under which they are listed.</param>
    /// <param name="token">The token that makes the submit run once, at most 64 characters.</param>
    /// <param name="cancellationToken">Stops waiting for the answer, not the statements.</param>
    /// <returns>The statement's id.</returns>
    public async Task<string> SubmitAsync(DataApiTarget target, IReadOnlyList<string> sql, string name, string token, CancellationToken cancellationToken)
    {
        SubmitRequest request = new()
        {
            // A batch of one is refused by nobody, but a single statement's rows are found under its own id.
            Sql = sql.Count == 1 ? sql[0] : null,
            Sqls = sql.Count == 1 ? null : sql,
            ClusterIdentifier = target.ClusterIdentifier,
            WorkgroupName = target.WorkgroupName,
            SecretArn = target.SecretArn,
            DbUser = target.DbUser,
            Database = target.Database,
            StatementName = name,
            ClientToken = token,
        };
        string operation = sql.Count == 1 ? "ExecuteStatement" : "BatchExecuteStatement";
        return (await SendAsync(operation, request, DataApiJson.Default.SubmitRequest, DataApiJson.Default.SubmitAnswer, cancellationToken).ConfigureAwait(false)).Id;
    }

    /// <summary>A statement's state.</summary>
    /// <param name="id">The statement.</param>
    /// <param name="waitSeconds">1 to 30: the service answers when the statement has ended, or after so long; null to be answered at once.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<StatementDescription> DescribeAsync(string id, int? waitSeconds, CancellationToken cancellationToken) =>
        SendAsync("DescribeStatement", new DescribeRequest(id, waitSeconds), DataApiJson.Default.DescribeRequest, DataApiJson.Default.StatementDescription, cancellationToken);

    /// <summary>A page of a statement's rows.</summary>
    /// <param name="id">The statement, or one of a batch as <c>id:3</c>.</param>
    /// <param name="nextToken">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<ResultPage> ResultAsync(string id, string? nextToken, CancellationToken cancellationToken) =>
        SendAsync("GetStatementResult", new ResultRequest(id, nextToken), DataApiJson.Default.ResultRequest, DataApiJson.Default.ResultPage, cancellationToken);

    /// <summary>All statements whose name begins with a text, in whatever state, as far back as the service remembers.</summary>
    public async Task<IReadOnlyList<ListedStatement>> ListAsync(string namePrefix, CancellationToken cancellationToken)
    {
        List<ListedStatement> found = [];
        string? next = null;
        do
        {
            // Without ALL only finished statements are listed, and the one looked for may be running.
            ListRequest request = new(namePrefix, "ALL", MaxListed, next);
            ListPage page = await SendAsync("ListStatements", request, DataApiJson.Default.ListRequest, DataApiJson.Default.ListPage, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Statements);
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
        return found;
    }

    /// <summary>Stops a statement.</summary>
    /// <returns>Whether the service says so.</returns>
    public async Task<bool> CancelAsync(string id, CancellationToken cancellationToken) =>
        (await SendAsync("CancelStatement", new CancelRequest(id), DataApiJson.Default.CancelRequest, DataApiJson.Default.CancelAnswer, cancellationToken).ConfigureAwait(false)).Status == true;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<TAnswer> SendAsync<TRequest, TAnswer>(
        string operation, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        _client.SendAsync("load", operation, request, requestType, answerType, cancellationToken);
}
