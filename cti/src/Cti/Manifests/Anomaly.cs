using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>A number of a run that is far from what earlier runs had.</summary>
public sealed record Anomaly
{
    /// <summary><c>rows</c>, <c>reject_rate</c>, <c>null_rate</c> or <c>distinct</c>.</summary>
    [JsonPropertyName("metric")]
    public required string Metric { get; init; }

    /// <summary>The table; null for what concerns the records as a whole.</summary>
    [JsonPropertyName("table")]
    public string? Table { get; init; }

    /// <summary>The column; null for what concerns the table as a whole.</summary>
    [JsonPropertyName("column")]
    public string? Column { get; init; }

    /// <summary>The run's number; rates from 0 to 1.</summary>
    [JsonPropertyName("value")]
    public required double Value { get; init; }

    /// <summary>The median of the earlier runs.</summary>
    [JsonPropertyName("median")]
    public required double Median { get; init; }

    /// <summary>The median absolute deviation of the earlier runs.</summary>
    [JsonPropertyName("mad")]
    public required double Mad { get; init; }

    /// <summary>How many earlier runs there are.</summary>
    [JsonPropertyName("runs")]
    public required int Runs { get; init; }

    /// <summary>How many deviations the number is from the median.</summary>
    [JsonPropertyName("score")]
    public required double Score { get; init; }

    /// <summary>All of it in words.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }
}
