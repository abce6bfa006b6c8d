namespace Cti.RedshiftSimulator;

/// <summary>One SQL text of a statement, and what became of it. Changed under the statement's lock only.</summary>
internal sealed class SubStatement(string id, string sql, DateTimeOffset created)
{
    public string Id { get; } = id;

    public string Sql { get; } = sql;

    public DateTimeOffset CreatedAt { get; } = created;

    public StatementStatus Status { get; set; } = StatementStatus.Submitted;

    public DateTimeOffset UpdatedAt { get; set; } = created;

    public TimeSpan Duration { get; set; }

    public string? Error { get; set; }

    /// <summary>Rows returned or changed; -1 before the end and where it has neither.</summary>
    public long ResultRows { get; set; } = -1;

    /// <summary>The answer; null for SQL that gives none.</summary>
    public StatementResult? Result { get; set; }

    /// <summary>The database's own number for it, by which system tables name it.</summary>
    public long QueryId { get; set; }
}
