using System.Text.Json;

namespace Cti.Warehouses.Redshift.DataApi;

/// <summary>Statements to run: one, or several as one transaction.</summary>
internal sealed record SubmitRequest
{
    public string? Sql { get; init; }

    public IReadOnlyList<string>? Sqls { get; init; }

    public string? ClusterIdentifier { get; init; }

    public string? WorkgroupName { get; init; }

    public string? SecretArn { get; init; }

    public string? DbUser { get; init; }

    public required string Database { get; init; }

    public string? StatementName { get; init; }

    public string? ClientToken { get; init; }
}

/// <summary>The id under which the statement is found again.</summary>
internal sealed record SubmitAnswer
{
    public required string Id { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>Asks for a statement's state; with a wait, the answer comes when it has ended or the seconds are over.</summary>
internal sealed record DescribeRequest(string Id, int? WaitTimeSeconds);

/// <summary>A statement's state.</summary>
internal sealed record StatementDescription
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public string? Error { get; init; }

    public long? ResultRows { get; init; }

    public long? RedshiftQueryId { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public IReadOnlyList<SubStatement>? SubStatements { get; init; }
}

/// <summary>One statement of a batch.</summary>
internal sealed record SubStatement
{
    public required string Id { get; init; }

    public string? Status { get; init; }

    public string? Error { get; init; }

    public long? ResultRows { get; init; }

    public long? RedshiftQueryId { get; init; }
}

/// <summary>Asks for a page of a statement's rows.</summary>
internal sealed record ResultRequest(string Id, string? NextToken);

/// <summary>A page of rows; each value is an object with a single key that tells its kind.</summary>
internal sealed record ResultPage
{
    public IReadOnlyList<IReadOnlyList<JsonElement>> Records { get; init; } = [];

    public IReadOnlyList<ResultColumn>? ColumnMetadata { get; init; }

    public string? NextToken { get; init; }
}

/// <summary>A column of a result; the members begin with a small letter on the wire.</summary>
internal sealed record ResultColumn
{
    [System.Text.Json.Serialization.JsonPropertyName("name")]
    public string? Name { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("label")]
    public string? Label { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("typeName")]
    public string? TypeName { get; init; }
}

/// <summary>Asks for statements by the beginning of their name.</summary>
internal sealed record ListRequest(string StatementName, string Status, int MaxResults, string? NextToken);

/// <summary>A page of statements, the newest first.</summary>
internal sealed record ListPage
{
    public IReadOnlyList<ListedStatement> Statements { get; init; } = [];

    public string? NextToken { get; init; }
}

/// <summary>A statement as the list has it.</summary>
internal sealed record ListedStatement
{
    public required string Id { get; init; }

    public string? StatementName { get; init; }

    public string? Status { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>Asks for a statement to be stopped.</summary>
internal sealed record CancelRequest(string Id);

/// <summary>Whether it was.</summary>
internal sealed record CancelAnswer(bool? Status);
