using System.Text.Json.Serialization;

namespace Cti.Pipelines.Erasure;

/// <summary>What an erasure is about. Written before the first change, so that a crash leaves nobody half erased, and kept: objects that come again are erased by it.</summary>
internal sealed record ErasureRecord
{
    /// <summary>Version of this document's form: 1.</summary>
    [JsonPropertyName("contract")]
    public int Contract { get; init; } = 1;

    /// <summary>The erasure's key.</summary>
    [JsonPropertyName("erasure")]
    public required string Key { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    [JsonPropertyName("began_at")]
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>Name of the pepper that all hashes here are made with.</summary>
    [JsonPropertyName("pepper_version")]
    public required string PepperVersion { get; init; }

    /// <summary>Which warehouse it erases in; null in records of before this was noted.</summary>
    [JsonPropertyName("warehouse")]
    public string? Warehouse { get; init; }

    /// <summary>Which archive it erases in; null for none.</summary>
    [JsonPropertyName("archive")]
    public string? Archive { get; init; }

    /// <summary>The request files, in order.</summary>
    [JsonPropertyName("requests")]
    public required IReadOnlyList<RequestFile> Requests { get; init; }

    /// <summary>The persons: ids of customers as they are, e-mail addresses as keyed hashes.</summary>
    [JsonPropertyName("subjects")]
    public required IReadOnlyList<SubjectRecord> Subjects { get; init; }

    /// <summary>The latest of the requests, in microseconds since 1970-01-01 UTC; 0 where there is none.</summary>
    [JsonIgnore]
    public long LatestRequest => Subjects.Select(s => s.RequestedAt).DefaultIfEmpty(0).Max();

    /// <summary>The addresses in the clear, encrypted; only while the erasure works, and while the requests are kept for a further warehouse.</summary>
    [JsonPropertyName("sealed")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sealed { get; init; }

    /// <summary>How far it is.</summary>
    [JsonPropertyName("state")]
    public required ErasureState State { get; init; }

    /// <summary>Whether it carries out requests of the same files as another.</summary>
    public bool Shares(IEnumerable<RequestFile> requests) => Requests.Any(r => requests.Any(o => (o.Uri, o.Size, o.ETag) == (r.Uri, r.Size, r.ETag)));
}
