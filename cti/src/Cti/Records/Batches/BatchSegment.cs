namespace Cti.Records.Batches;

/// <summary>The rows of a batch that come from one source object, and what became of its records in this batch.</summary>
public sealed class BatchSegment
{
    /// <summary>Index of the input object in the run's inputs.</summary>
    public required int Source { get; init; }

    /// <summary>The segment's first row.</summary>
    public required int FirstRow { get; init; }

    /// <summary>Line in the source that <see cref="RecordBatch.Lines"/> of its rows count from.</summary>
    public required long FirstLine { get; init; }

    /// <summary>Records read, rejected pieces included.</summary>
    public long Read { get; set; }

    /// <summary>Records rejected.</summary>
    public long Rejected { get; set; }
}
