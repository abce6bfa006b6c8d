using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cti.Generator.Output;

namespace Cti.Generator.Hourly;

/// <summary>What the folders hold: the truth about each dataset, when all hours are read in one pass.</summary>
public sealed class HourlyTruth
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The truth for a seed, still empty.</summary>
    public HourlyTruth(ulong seed)
    {
        Customers = new Truth { Dataset = "customers", Seed = seed };
        Products = new Truth { Dataset = "products", Seed = seed };
        Transactions = new Truth { Dataset = "transactions", Seed = seed };
        Referenced = new Truth { Dataset = "transactions", Seed = seed };
        ErasureRequests = new Truth { Dataset = "erasure-requests", Seed = seed };
    }

    /// <summary>Customers.</summary>
    [JsonPropertyName("customers")]
    public Truth Customers { get; }

    /// <summary>Products.</summary>
    [JsonPropertyName("products")]
    public Truth Products { get; }

    /// <summary>Transactions, references not looked up.</summary>
    [JsonPropertyName("transactions")]
    public Truth Transactions { get; }

    /// <summary>Erasure requests.</summary>
    [JsonPropertyName("erasure_requests")]
    public Truth ErasureRequests { get; }

    /// <summary>Transactions, customers and products looked up among those of all hours. A record that names several unknown ones has a reason for each.</summary>
    [JsonPropertyName("transactions_with_references")]
    public Truth Referenced { get; }

    /// <summary>What is erased of customers and transactions when the requests are carried out.</summary>
    [JsonPropertyName("erased")]
    public ErasedTruth Erased { get; } = new();

    /// <summary>As indented JSON with a final line break.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}
