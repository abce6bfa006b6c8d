using System.Text.Json;

namespace Cti.RedshiftSimulator;

/// <summary>What ExecuteStatement or BatchExecuteStatement asked for.</summary>
internal sealed record StatementRequest
{
    private const int MaxStatements = 40;
    private const int MaxSqlBytes = 100_000;
    private const int MaxNameLength = 2048;
    private const int MaxTokenLength = 64;

    // Members that change what a statement does, in ways that are not simulated: overlooking them would be worse.
    private static readonly string[] NotSimulated = ["Parameters", "SessionId", "SessionKeepAliveSeconds"];

    public required bool IsBatch { get; init; }

    public required IReadOnlyList<string> Sqls { get; init; }

    public required string Database { get; init; }

    public string? Workgroup { get; init; }

    public string? Cluster { get; init; }

    public string? SecretArn { get; init; }

    public string? DbUser { get; init; }

    public string? Name { get; init; }

    public string? Token { get; init; }

    /// <summary>What a second request with the same token must equal.</summary>
    public string Fingerprint => JsonSerializer.Serialize((object?[])[IsBatch, Sqls, Database, Workgroup, Cluster, SecretArn, DbUser, Name]);

    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="DataApiException">ValidationException.</exception>
    public static StatementRequest Parse(bool isBatch, RequestBody body, SimulatorOptions options)
    {
        StatementRequest request = new()
        {
            IsBatch = isBatch,
            Sqls = isBatch ? body.Texts("Sqls") : [body.Required("Sql", 1, int.MaxValue)],
            Database = body.Text("Database", 1, MaxTokenLength) ?? throw DataApiException.Validation("Database must be specified: the request has no SessionId."),
            Workgroup = body.Text("WorkgroupName", 3, 128),
            Cluster = body.Text("ClusterIdentifier", 1, 63),
            SecretArn = body.Text("SecretArn", 1, MaxNameLength),
            DbUser = body.Text("DbUser", 1, 128),
            Name = body.Text("StatementName", 0, MaxNameLength),
            Token = body.Text("ClientToken", 1, MaxTokenLength),
        };
        if (NotSimulated.FirstOrDefault(body.Has) is { } member)
            throw DataApiException.Validation($"{member} is not simulated.");
        if (body.Text("ResultFormat", 1, 10) is not (null or "JSON"))
            throw DataApiException.Validation("ResultFormat CSV is not simulated.");
        request.CheckStatements();
        request.CheckEndpoint(options);
        return request;
    }

    private void CheckStatements()
    {
        if (Sqls.Count is 0 or > MaxStatements)
            throw DataApiException.Validation($"1 validation error detected: Value at 'sqls' failed to satisfy constraint: Member must have length less than or equal to {MaxStatements}, greater than or equal to 1");
        if (Sqls.Any(string.IsNullOrWhiteSpace))
            throw DataApiException.Validation("SQL statement is empty.");
        int bytes = Sqls.Sum(s => System.Text.Encoding.UTF8.GetByteCount(s));
        if (bytes >= MaxSqlBytes)
            throw DataApiException.Validation($"Cannot process query string larger than 100kB; it has {bytes} bytes.");
    }

    private void CheckEndpoint(SimulatorOptions options)
    {
        if (Workgroup is null == Cluster is null)
            throw DataApiException.Validation("Exactly one of ClusterIdentifier and WorkgroupName must be specified.");
        if (SecretArn is not null && DbUser is not null)
            throw DataApiException.Validation("SecretArn and DbUser cannot be specified together.");
        if (DbUser is not null && Workgroup is not null)
            throw DataApiException.Validation("DbUser is not supported with WorkgroupName.");
        if (options.Endpoints is not null && !options.Endpoints.Contains(Workgroup ?? Cluster!))
            throw DataApiException.Validation("Redshift endpoint doesn't exist in this region.");
    }
}
