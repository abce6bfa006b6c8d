using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cti.Generator.Output;

/// <summary>What a generated file holds, and so what every right program must find in it: kept while generating, never by reading the file.</summary>
public sealed class Truth
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The dataset.</summary>
    [JsonPropertyName("dataset")]
    public required string Dataset { get; init; }

    /// <summary>The seed.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>The month to give as <c>--month</c>; null where the dataset has none.</summary>
    [JsonPropertyName("month")]
    public string? Month { get; init; }

    /// <summary>Bytes of the file before compression.</summary>
    [JsonPropertyName("bytes")]
    public long Bytes { get; set; }

    /// <summary>What becomes of the records, by the stages of the contract.</summary>
    [JsonPropertyName("counts")]
    public TruthCounts Counts { get; } = new();

    /// <summary>Of the rejected: how many by reason, as <c>code</c> or <c>field:code</c>. Every rejected row has exactly one reason.</summary>
    [JsonPropertyName("rejected_by_reason")]
    public SortedDictionary<string, long> RejectedByReason { get; } = new(StringComparer.Ordinal);

    /// <summary>Different keys among the written rows; for events every written row has its own.</summary>
    [JsonPropertyName("distinct_keys")]
    public long DistinctKeys { get; set; }

    /// <summary>Sums over the written rows in normal form that an SQL engine can check.</summary>
    [JsonPropertyName("written")]
    public SortedDictionary<string, long> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts a rejected row.</summary>
    public void Reject(string reason)
    {
        Counts.Rejected++;
        RejectedByReason[reason] = RejectedByReason.GetValueOrDefault(reason) + 1;
    }

    /// <summary>As indented JSON with a final line break.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static Truth FromJson(string json) => JsonSerializer.Deserialize<Truth>(json, Json) ?? throw new JsonException("The truth is null.");
}
