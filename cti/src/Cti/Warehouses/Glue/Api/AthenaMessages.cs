namespace Cti.Warehouses.Glue.Api;

/// <summary>A statement to run.</summary>
internal sealed record StartRequest(string QueryString, string ClientRequestToken, ExecutionContext QueryExecutionContext, string? WorkGroup);

/// <summary>The database that names without one are looked for in.</summary>
internal sealed record ExecutionContext(string Database);

/// <summary>The id under which a statement is found again.</summary>
internal sealed record StartAnswer(string QueryExecutionId);

/// <summary>Names a statement.</summary>
internal sealed record ExecutionRequest(string QueryExecutionId);

/// <summary>A statement that was asked for.</summary>
internal sealed record ExecutionAnswer(Execution QueryExecution);

/// <summary>A statement.</summary>
internal sealed record Execution(ExecutionStatus Status);

/// <summary>How far a statement is: QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED.</summary>
internal sealed record ExecutionStatus(string State, string? StateChangeReason, ExecutionError? AthenaError);

/// <summary>Why a statement failed.</summary>
internal sealed record ExecutionError(bool? Retryable, string? ErrorMessage);

/// <summary>Asks for a page of a statement's rows.</summary>
internal sealed record ResultsRequest(string QueryExecutionId, int MaxResults, string? NextToken);

/// <summary>A page of rows; the first one of all is the header.</summary>
internal sealed record ResultsAnswer(ResultSet ResultSet, string? NextToken);

/// <summary>Rows and what their columns are.</summary>
internal sealed record ResultSet(IReadOnlyList<ResultRow>? Rows, ResultSetMetadata? ResultSetMetadata);

/// <summary>A row.</summary>
internal sealed record ResultRow(IReadOnlyList<ResultDatum>? Data);

/// <summary>A value as text; none for NULL.</summary>
internal sealed record ResultDatum(string? VarCharValue);

/// <summary>The columns of a result.</summary>
internal sealed record ResultSetMetadata(IReadOnlyList<ResultColumn>? ColumnInfo);

/// <summary>A column of a result; the type in Trino's words.</summary>
internal sealed record ResultColumn(string Name, string? Label, string? Type);

/// <summary>Names a workgroup.</summary>
internal sealed record WorkGroupRequest(string WorkGroup);

/// <summary>A workgroup that was asked for.</summary>
internal sealed record WorkGroupAnswer(WorkGroup? WorkGroup);

/// <summary>A workgroup: ENABLED or DISABLED.</summary>
internal sealed record WorkGroup(string? State, WorkGroupConfiguration? Configuration);

/// <summary>What holds for a workgroup's statements.</summary>
internal sealed record WorkGroupConfiguration(ResultConfiguration? ResultConfiguration, ManagedResults? ManagedQueryResultsConfiguration);

/// <summary>Where answers are written.</summary>
internal sealed record ResultConfiguration(string? OutputLocation);

/// <summary>Whether Athena keeps answers by itself.</summary>
internal sealed record ManagedResults(bool? Enabled);

/// <summary>Asks for a page of a workgroup's named queries.</summary>
internal sealed record NamedQueriesRequest(string? WorkGroup, int MaxResults, string? NextToken);

/// <summary>A page of ids.</summary>
internal sealed record NamedQueriesAnswer(IReadOnlyList<string>? NamedQueryIds, string? NextToken);

/// <summary>Names a named query.</summary>
internal sealed record NamedQueryRequest(string NamedQueryId);

/// <summary>A named query that was asked for.</summary>
internal sealed record NamedQueryAnswer(SavedQuery NamedQuery);

/// <summary>A query that people find in Athena by its name.</summary>
internal sealed record SavedQuery
{
    public string? NamedQueryId { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Database { get; init; }

    public required string QueryString { get; init; }

    public string? WorkGroup { get; init; }

    public string? ClientRequestToken { get; init; }
}

/// <summary>What there is to say after a call.</summary>
internal sealed record NothingMore;
