using System.Text.Json.Nodes;

namespace Cti.RedshiftSimulator;

/// <summary>Statements in the API's JSON. Called under the statement's lock.</summary>
internal static class StatementJson
{
    private const int NanosecondsPerTick = 100;

    /// <summary>The answer of DescribeStatement.</summary>
    public static JsonObject Describe(Statement statement)
    {
        SubStatement last = statement.Subs[^1];
        bool isBatch = statement.Request.IsBatch;
        JsonObject json = new()
        {
            ["Id"] = statement.Id,
            ["Status"] = Name(statement.Status),
            ["CreatedAt"] = Time(statement.CreatedAt),
            ["UpdatedAt"] = Time(statement.UpdatedAt),
            ["Database"] = statement.Request.Database,
            ["Duration"] = Nanoseconds(statement.Subs.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Duration)),
            ["HasResultSet"] = statement.Subs.Any(s => s.Result is not null),
            ["QueryString"] = isBatch ? "" : last.Sql,
            ["RedshiftPid"] = 0,
            ["RedshiftQueryId"] = isBatch ? 0 : last.QueryId,
            ["ResultFormat"] = "JSON",
            ["ResultRows"] = isBatch ? -1 : last.ResultRows,
            ["ResultSize"] = isBatch ? -1 : last.Result?.Size ?? (last.ResultRows < 0 ? -1 : 0),
        };
        AddOwner(json, statement.Request);
        if (statement.Error is not null)
            json["Error"] = statement.Error;
        if (isBatch)
            json["SubStatements"] = new JsonArray([.. statement.Subs.Select(s => (JsonNode)Part(s))]);
        return json;
    }

    /// <summary>An entry of ListStatements.</summary>
    public static JsonObject Listed(Statement statement)
    {
        JsonObject json = new()
        {
            ["Id"] = statement.Id,
            ["Status"] = Name(statement.Status),
            ["CreatedAt"] = Time(statement.CreatedAt),
            ["UpdatedAt"] = Time(statement.UpdatedAt),
            ["IsBatchStatement"] = statement.Request.IsBatch,
            ["QueryString"] = statement.Subs[0].Sql,
            ["ResultFormat"] = "JSON",
        };
        if (statement.Request.IsBatch)
            json["QueryStrings"] = new JsonArray([.. statement.Subs.Select(s => (JsonNode)s.Sql)]);
        if (statement.Request.Name is not null)
            json["StatementName"] = statement.Request.Name;
        if (statement.Request.SecretArn is not null)
            json["SecretArn"] = statement.Request.SecretArn;
        return json;
    }

    /// <summary>Who runs it and where, as the answers repeat it.</summary>
    public static void AddOwner(JsonObject json, StatementRequest request)
    {
        foreach ((string member, string? value) in ((string, string?)[])[
            ("WorkgroupName", request.Workgroup), ("ClusterIdentifier", request.Cluster), ("SecretArn", request.SecretArn), ("DbUser", request.DbUser)])
        {
            if (value is not null)
                json[member] = value;
        }
    }

    /// <summary>Seconds since 1970, with a fraction.</summary>
    public static double Time(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000d;

    /// <summary>The API's name of a status.</summary>
    public static string Name(StatementStatus status) => status.ToString().ToUpperInvariant();

    private static JsonObject Part(SubStatement sub)
    {
        JsonObject json = new()
        {
            ["Id"] = sub.Id,
            ["Status"] = Name(sub.Status),
            ["CreatedAt"] = Time(sub.CreatedAt),
            ["UpdatedAt"] = Time(sub.UpdatedAt),
            ["Duration"] = Nanoseconds(sub.Duration),
            ["HasResultSet"] = sub.Result is not null,
            ["QueryString"] = sub.Sql,
            ["RedshiftQueryId"] = sub.QueryId,
            ["ResultRows"] = sub.ResultRows,
            ["ResultSize"] = sub.Result?.Size ?? (sub.ResultRows < 0 ? -1 : 0),
        };
        if (sub.Error is not null)
            json["Error"] = sub.Error;
        return json;
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * NanosecondsPerTick;
}
