using System.Text.Json.Serialization.Metadata;
using Cti.Aws;
using Cti.Failures;

namespace Cti.Warehouses.Glue.Api;

/// <summary>The operations of Amazon Athena that queries need.</summary>
/// <remarks>Each call is tried again after failures that may pass, a start with its own token, so that it runs once however often its answer is
/// lost. Failures: <see cref="CtiException"/>, Transient after the last retry, Usage where the service refuses.</remarks>
internal sealed class AthenaClient : IDisposable
{
    private const int MostRows = 1000;
    private const int MostListed = 50;
    private readonly AwsJsonClient _client;
    private readonly string? _workgroup;

    /// <summary>Makes it; nothing is sent yet.</summary>
    /// <param name="access">Keys and region of the settings.</param>
    /// <param name="connection">Where the service is.</param>
    /// <param name="options">Patience and clock.</param>
    /// <param name="workgroup">The workgroup; null for Athena's own, <c>primary</c>.</param>
    public AthenaClient(AwsAccess access, AwsConnection connection, AwsClientOptions options, string? workgroup) =>
        (_client, _workgroup) = (new AwsJsonClient(Service, access, connection, options), workgroup);

    /// <summary>The service.</summary>
    public static AwsJsonService Service { get; } = new() { ServiceId = "Athena", SigningName = "athena", Version = "2017-05-18", TargetPrefix = "AmazonAthena" };

    /// <summary>The workgroup by name.</summary>
    public string WorkgroupName => _workgroup ?? "primary";

    /// <summary>Begins a statement.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> StartAsync(string sql, string database, CancellationToken cancellationToken)
    {
        StartRequest request = new(sql, Guid.NewGuid().ToString(), new ExecutionContext(database), _workgroup);
        return (await SendAsync("StartQueryExecution", request, AthenaJson.Default.StartRequest, AthenaJson.Default.StartAnswer, cancellationToken).ConfigureAwait(false)).QueryExecutionId;
    }

    /// <summary>How far a statement is.</summary>
    public async Task<ExecutionStatus> StatusAsync(string id, CancellationToken cancellationToken) => (await SendAsync(
        "GetQueryExecution", new ExecutionRequest(id), AthenaJson.Default.ExecutionRequest, AthenaJson.Default.ExecutionAnswer, cancellationToken).ConfigureAwait(false)).QueryExecution.Status;

    /// <summary>A page of a statement's rows.</summary>
    /// <param name="id">The statement.</param>
    /// <param name="nextToken">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<ResultsAnswer> ResultsAsync(string id, string? nextToken, CancellationToken cancellationToken) =>
        SendAsync("GetQueryResults", new ResultsRequest(id, MostRows, nextToken), AthenaJson.Default.ResultsRequest, AthenaJson.Default.ResultsAnswer, cancellationToken);

    /// <summary>Stops a statement.</summary>
    public Task StopAsync(string id, CancellationToken cancellationToken) =>
        SendAsync("StopQueryExecution", new ExecutionRequest(id), AthenaJson.Default.ExecutionRequest, AthenaJson.Default.NothingMore, cancellationToken);

    /// <summary>The workgroup; null where there is none of that name.</summary>
    public async Task<WorkGroup?> WorkgroupAsync(CancellationToken cancellationToken) => (await SendAsync(
        "GetWorkGroup", new WorkGroupRequest(WorkgroupName), AthenaJson.Default.WorkGroupRequest, AthenaJson.Default.WorkGroupAnswer, cancellationToken).ConfigureAwait(false)).WorkGroup;

    /// <summary>The workgroup's named queries of a database, in no order.</summary>
    public async Task<IReadOnlyList<SavedQuery>> SavedAsync(string database, CancellationToken cancellationToken)
    {
        List<SavedQuery> found = [];
        string? next = null;
        do
        {
            NamedQueriesRequest request = new(_workgroup, MostListed, next);
            NamedQueriesAnswer page = await SendAsync("ListNamedQueries", request, AthenaJson.Default.NamedQueriesRequest, AthenaJson.Default.NamedQueriesAnswer, cancellationToken).ConfigureAwait(false);
            foreach (string id in page.NamedQueryIds ?? [])
            {
                NamedQueryAnswer answer = await SendAsync("GetNamedQuery", new NamedQueryRequest(id), AthenaJson.Default.NamedQueryRequest, AthenaJson.Default.NamedQueryAnswer, cancellationToken).ConfigureAwait(false);
                if (answer.NamedQuery.Database == database)
                    found.Add(answer.NamedQuery);
            }

            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
        return found;
    }

    /// <summary>Makes a named query.</summary>
    public Task CreateSavedAsync(SavedQuery query, CancellationToken cancellationToken) => SendAsync(
        "CreateNamedQuery", query with { WorkGroup = _workgroup, ClientRequestToken = Guid.NewGuid().ToString() }, AthenaJson.Default.SavedQuery, AthenaJson.Default.NothingMore, cancellationToken);

    /// <summary>Gives a named query another text.</summary>
    /// <param name="id">Which.</param>
    /// <param name="query">Name, description and text.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task UpdateSavedAsync(string id, SavedQuery query, CancellationToken cancellationToken) => SendAsync(
        "UpdateNamedQuery",
        new SavedQuery { NamedQueryId = id, Name = query.Name, Description = query.Description, QueryString = query.QueryString },
        AthenaJson.Default.SavedQuery,
        AthenaJson.Default.NothingMore,
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<TAnswer> SendAsync<TRequest, TAnswer>(
        string operation, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        _client.SendAsync("query", operation, request, requestType, answerType, cancellationToken);
}
