using System.Text.Json.Serialization;

namespace Cti.Generator.Output;

/// <summary>The counts of a run's result, as the generator knows them.</summary>
public sealed class TruthCounts
{
    /// <summary>Records in the file, the header not counted.</summary>
    [JsonPropertyName("read")]
    public long Read => Written + Duplicates + Filtered + Rejected;

    /// <summary>Records that must be in the output.</summary>
    [JsonPropertyName("written")]
    public long Written { get; set; }

    /// <summary>Records that equal an earlier one, or are superseded under their key.</summary>
    [JsonPropertyName("duplicates")]
    public long Duplicates { get; set; }

    /// <summary>Of the written: those with a new id.</summary>
    [JsonPropertyName("reassigned")]
    public long Reassigned { get; set; }

    /// <summary>Records of other months.</summary>
    [JsonPropertyName("filtered")]
    public long Filtered { get; set; }

    /// <summary>Records that must be in the quarantine.</summary>
    [JsonPropertyName("rejected")]
    public long Rejected { get; set; }
}
