namespace Cti.Records;

/// <summary>What parsing and validating one record gave.</summary>
/// <param name="Failures">Every reason against it; empty where it is accepted.</param>
/// <param name="Values">Where accepted, by column of the table: <see cref="string"/>, <see cref="long"/> (timestamps in µs, dates in days, money in hundredths),
/// <see cref="double"/> or null.</param>
public sealed record RecordJudgement(IReadOnlyList<RecordFailure> Failures, IReadOnlyList<object?> Values)
{
    /// <summary>Rows that the record brings to the dataset's second table: values by column. Default: none.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> PartRows { get; init; } = [];

    /// <summary>Whether the record is accepted.</summary>
    public bool IsAccepted => Failures.Count == 0;
}
