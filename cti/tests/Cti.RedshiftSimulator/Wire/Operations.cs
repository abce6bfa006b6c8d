using System.Globalization;
using System.Text.Json.Nodes;

namespace Cti.RedshiftSimulator;

/// <summary>What each operation does with the statements.</summary>
internal sealed class Operations(SimulatorOptions options, StatementStore store, StatementRunner runner)
{
    private const int MaxWaitSeconds = 30;
    private const int MaxListed = 100;

    /// <summary>Carries out a call.</summary>
    /// <param name="operation">One of <see cref="DataApiOperation"/>.</param>
    /// <param name="body">The request.</param>
    /// <param name="fault">What befalls the statement that it makes.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    public async Task<JsonObject> RunAsync(string operation, RequestBody body, SimulatorFault? fault, CancellationToken cancellationToken) => operation switch
    {
        DataApiOperation.Execute => Execute(isBatch: false, body, fault),
        DataApiOperation.Batch => Execute(isBatch: true, body, fault),
        DataApiOperation.Describe => await DescribeAsync(body, cancellationToken),
        DataApiOperation.Result => await ResultAsync(body, cancellationToken),
        DataApiOperation.List => List(body),
        _ => Cancel(body),
    };

    private JsonObject Execute(bool isBatch, RequestBody body, SimulatorFault? fault)
    {
        StatementRequest request = StatementRequest.Parse(isBatch, body, options);
        (Statement statement, bool isNew) = store.Take(request);
        if (isNew)
            runner.Start(statement, fault);
        JsonObject answer = new() { ["Id"] = statement.Id, ["CreatedAt"] = StatementJson.Time(statement.CreatedAt), ["Database"] = request.Database };
        StatementJson.AddOwner(answer, request);
        return answer;
    }

    private async Task<JsonObject> DescribeAsync(RequestBody body, CancellationToken cancellationToken)
    {
        Statement statement = store.Find(body.Required("Id", 1, 64));
        await WaitAsync(statement, body, cancellationToken);
        return statement.Read(StatementJson.Describe);
    }

    private async Task<JsonObject> ResultAsync(RequestBody body, CancellationToken cancellationToken)
    {
        string id = body.Required("Id", 1, 64);
        Statement statement = store.Find(id);
        await WaitAsync(statement, body, cancellationToken);
        StatementResult result = statement.Read(s => ResultOf(s, id));
        int from = 0;
        if (body.Text("NextToken", 1, 1024) is { } token && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out from) || from >= result.Rows.Count))
            throw DataApiException.Validation("Invalid NextToken.");
        JsonObject page = result.Page(from, options.ResultPageRows);
        int next = from + options.ResultPageRows;
        if (next < result.Rows.Count)
            page["NextToken"] = next.ToString(CultureInfo.InvariantCulture);
        return page;
    }

    private static StatementResult ResultOf(Statement statement, string id)
    {
        const string none = "Query does not have result. Please check query status with DescribeStatement.";
        if (statement.Status != StatementStatus.Finished)
            throw DataApiException.NotFound(none, id);
        if (statement.Request.IsBatch && !id.Contains(':', StringComparison.Ordinal))
            throw DataApiException.Validation("The statement is a batch: name the part whose result is wanted, as Id:1.");
        int part = id.Split(':') is [_, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 1;
        if (part < 1 || part > statement.Subs.Count)
            throw DataApiException.NotFound("Query does not exist.", id);
        return statement.Subs[part - 1].Result ?? throw DataApiException.NotFound(none, id);
    }

    private JsonObject List(RequestBody body)
    {
        string prefix = body.Text("StatementName", 0, 2048) ?? "";
        string status = body.Text("Status", 1, 20) ?? "FINISHED";
        if (status != "ALL" && !Enum.GetValues<StatementStatus>().Select(StatementJson.Name).Contains(status))
            throw DataApiException.Validation($"1 validation error detected: Value '{status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [SUBMITTED, ALL, ABORTED, PICKED, STARTED, FINISHED, FAILED]");
        int limit = body.Integer("MaxResults", 0, MaxListed) is int given and > 0 ? given : MaxListed;
        string? database = body.Text("Database", 1, 64);
        string? endpoint = body.Text("WorkgroupName", 3, 128) ?? body.Text("ClusterIdentifier", 1, 63);
        long before = long.MaxValue;
        if (body.Text("NextToken", 1, 1024) is { } token && !long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            throw DataApiException.Validation("Invalid NextToken.");

        Statement[] found = [.. store.All
            .Where(s => s.Number < before
                && (s.Request.Name ?? "").StartsWith(prefix, StringComparison.Ordinal)
                && (status == "ALL" || StatementJson.Name(s.Status) == status)
                && (database is null || database == s.Request.Database)
                && (endpoint is null || endpoint == (s.Request.Workgroup ?? s.Request.Cluster)))
            .Take(limit + 1)];
        JsonObject answer = new() { ["Statements"] = new JsonArray([.. found.Take(limit).Select(s => (JsonNode)s.Read(StatementJson.Listed))]) };
        if (found.Length > limit)
            answer["NextToken"] = found[limit - 1].Number.ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    private JsonObject Cancel(RequestBody body)
    {
        string id = body.Required("Id", 1, 64);
        Statement statement = store.Find(id);
        return statement.Cancel()
            ? new JsonObject { ["Status"] = true }
            : throw DataApiException.Validation($"Could not cancel a query that is already in {StatementJson.Name(statement.Status)} state with ID: {id}");
    }

    private async Task WaitAsync(Statement statement, RequestBody body, CancellationToken cancellationToken)
    {
        if (options.WaitTime == WaitTimeSupport.Ignored || !body.Has("WaitTimeSeconds"))
            return;
        if (options.WaitTime == WaitTimeSupport.Refused)
            throw DataApiException.Validation("Unknown parameter in input: \"WaitTimeSeconds\".");
        TimeSpan wait = TimeSpan.FromSeconds(body.Integer("WaitTimeSeconds", 1, MaxWaitSeconds)!.Value);
        await Task.WhenAny(statement.Ended, Task.Delay(wait, options.Clock, cancellationToken));
    }
}
