namespace Cti.Tests.Generator;

/// <summary>What a naive program finds: the counts, and how many times each reason to reject was given.</summary>
internal sealed record NaiveCounts(long Read, long Written, long Duplicates, long Reassigned, long Filtered, long Rejected)
{
    public SortedDictionary<string, long> Reasons { get; init; } = new(StringComparer.Ordinal);
}
