using System.Text.Json.Serialization;
using Cti.Manifests;
using Cti.Warehouses;

namespace Cti.Cli.Results;

/// <summary>What a data verb tells about its run: the one line on stdout. Its form is <c>result.schema.json</c>.</summary>
public sealed record VerbResult
{
    /// <summary>How the run ended.</summary>
    [JsonPropertyName("status")]
    public required ResultStatus Status { get; init; }

    /// <summary>The verb's name.</summary>
    [JsonPropertyName("verb")]
    public required string Verb { get; init; }

    /// <summary>The dataset's name as given; null where the command line did not tell.</summary>
    [JsonPropertyName("dataset")]
    public string? Dataset { get; init; }

    /// <summary>The run key; null where the run ended before it was known, or a load took several runs.</summary>
    [JsonPropertyName("run")]
    public string? Run { get; init; }

    /// <summary>Whether the same run was there already, so that nothing was written.</summary>
    [JsonPropertyName("reused")]
    public bool Reused { get; init; }

    /// <summary>URI of the manifest; null where there is none or a load took several.</summary>
    [JsonPropertyName("manifest")]
    public string? Manifest { get; init; }

    /// <summary>URIs of all manifests, in order; null where there is at most one.</summary>
    [JsonPropertyName("manifests")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Manifests { get; init; }

    /// <summary>What became of the source records; null where nothing was counted.</summary>
    [JsonPropertyName("counts")]
    public Counts? Counts { get; init; }

    /// <summary>The files written or found.</summary>
    [JsonPropertyName("outputs")]
    public IReadOnlyList<ResultOutput> Outputs { get; init; } = [];

    /// <summary>The folder of the rejects; null where no file of rejects was written.</summary>
    [JsonPropertyName("rejects")]
    public string? Rejects { get; init; }

    /// <summary>What is far from the runs before; empty where nothing is, null where the run was not compared.</summary>
    [JsonPropertyName("anomalies")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Anomaly>? Anomalies { get; init; }

    /// <summary>What the load did, by table; null for verbs that do not load.</summary>
    [JsonPropertyName("load")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TableLoad>? Load { get; init; }

    /// <summary>The statements that a load's dry run would have run; null otherwise.</summary>
    [JsonPropertyName("sql")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Sql { get; init; }

    /// <summary>URI of an erasure's proof; null for other verbs.</summary>
    [JsonPropertyName("proof")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Proof { get; init; }

    /// <summary>Why the status is not ok; null where it is.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResultError? Error { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public double Seconds { get; init; }
}
