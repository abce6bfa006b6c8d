namespace Cti.RedshiftSimulator;

/// <summary>What a COPY did.</summary>
internal sealed class CopyRecord
{
    public required long QueryId { get; init; }

    public required int ProcessId { get; init; }

    public required string Table { get; init; }

    public required string Manifest { get; init; }

    /// <summary>UTC, of kind Unspecified as the column has no zone.</summary>
    public required DateTime Started { get; init; }

    public DateTime Ended { get; set; }

    public int TableId { get; set; }

    public long Rows { get; set; }

    public long Bytes { get; set; }

    public int Files { get; set; }

    public CopyFailedException? Failure { get; set; }
}
