using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>What became of source records. <c>Read = Written + Duplicates + Filtered + Rejected</c> always holds.</summary>
public sealed record Counts
{
    /// <summary>Records found in the source, rejected pieces included.</summary>
    [JsonPropertyName("read")]
    public long Read { get; init; }

    /// <summary>Records in the outputs.</summary>
    [JsonPropertyName("written")]
    public long Written { get; init; }

    /// <summary>Records equal to an earlier one, or superseded under their key.</summary>
    [JsonPropertyName("duplicates")]
    public long Duplicates { get; init; }

    /// <summary>Of the written: those that got a new id because theirs was taken by other content.</summary>
    [JsonPropertyName("reassigned")]
    public long Reassigned { get; init; }

    /// <summary>Records that the run does not want: another month, an unknown type.</summary>
    [JsonPropertyName("filtered")]
    public long Filtered { get; init; }

    /// <summary>Records in the quarantine.</summary>
    [JsonPropertyName("rejected")]
    public long Rejected { get; init; }

    /// <summary>Whether the counts account for every record read.</summary>
    [JsonIgnore]
    public bool IsBalanced => Read == Written + Duplicates + Filtered + Rejected && Reassigned <= Written;

    /// <summary>The sum of two counts.</summary>
    public static Counts operator +(Counts left, Counts right) => Add(left, right);

    /// <summary>The sum of two counts.</summary>
    public static Counts Add(Counts left, Counts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Counts
        {
            Read = left.Read + right.Read,
            Written = left.Written + right.Written,
            Duplicates = left.Duplicates + right.Duplicates,
            Reassigned = left.Reassigned + right.Reassigned,
            Filtered = left.Filtered + right.Filtered,
            Rejected = left.Rejected + right.Rejected,
        };
    }
}
