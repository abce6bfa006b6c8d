using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>What a run read and wrote: the only thing the verbs hand each other. Written last: no manifest, no run.</summary>
public sealed record Manifest
{
    /// <summary>Version of this document's form: 1.</summary>
    [JsonPropertyName("contract")]
    public int Contract { get; init; } = 1;

    /// <summary>Program and version that wrote it, as <c>cti 1.2.3</c>.</summary>
    [JsonPropertyName("tool")]
    public required string Tool { get; init; }

    /// <summary>The dataset's name.</summary>
    [JsonPropertyName("dataset")]
    public required string Dataset { get; init; }

    /// <summary>The dataset's version.</summary>
    [JsonPropertyName("dataset_version")]
    public required int DatasetVersion { get; init; }

    /// <summary>The run key.</summary>
    [JsonPropertyName("run")]
    public required string Run { get; init; }

    /// <summary>From 1; an erasure writes the next one. A revision is not loaded again.</summary>
    [JsonPropertyName("revision")]
    public int Revision { get; init; } = 1;

    /// <summary>Digest of everything that decides the rows: inputs, options, versions. The same key with another digest is refused.</summary>
    [JsonPropertyName("fingerprint")]
    public required string Fingerprint { get; init; }

    /// <summary>The options that change rows or files.</summary>
    [JsonPropertyName("options")]
    public required ManifestOptions Options { get; init; }

    /// <summary>The input objects in order, each with its counts.</summary>
    [JsonPropertyName("inputs")]
    public required IReadOnlyList<ManifestInput> Inputs { get; init; }

    /// <summary>The Parquet parts, by table, in order.</summary>
    [JsonPropertyName("outputs")]
    public required IReadOnlyList<ManifestOutput> Outputs { get; init; }

    /// <summary>The sum over the inputs.</summary>
    [JsonPropertyName("counts")]
    public required Counts Counts { get; init; }

    /// <summary>Of the filtered, those that are of no wanted type: how many by the name that says which. Null where the dataset knows no types.</summary>
    [JsonPropertyName("filtered_names")]
    public IReadOnlyDictionary<string, long>? FilteredNames { get; init; }

    /// <summary>Where the rejects are.</summary>
    [JsonPropertyName("rejects")]
    public required ManifestRejects Rejects { get; init; }

    /// <summary>Of a shard: what tells its rows from those of other shards; null for whole runs.</summary>
    [JsonPropertyName("keys")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestKeys? Keys { get; init; }

    /// <summary>What the rows look like, by table; null for shards, and in manifests of older versions.</summary>
    [JsonPropertyName("profile")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TableProfile>? Profile { get; init; }

    /// <summary>What is far from the runs before; empty where nothing is, null where it was not compared.</summary>
    [JsonPropertyName("anomalies")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Anomaly>? Anomalies { get; init; }

    /// <summary>When the run began, how long it took, and each stage in thread-seconds.</summary>
    [JsonPropertyName("timings")]
    public required ManifestTimings Timings { get; init; }

    /// <summary>The run this one replays or follows; null otherwise.</summary>
    [JsonPropertyName("parent")]
    public string? Parent { get; init; }

    /// <summary>The runs this one replays where they are several; null otherwise.</summary>
    [JsonPropertyName("parents")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Parents { get; init; }

    /// <summary>Whether the run was given up before it was done: this takes its place, so that nobody who still works on it can commit it. It lists nothing.</summary>
    [JsonPropertyName("void")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsVoid { get; init; }

    /// <summary>All runs that this one replays or follows.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> AllParents => Parents ?? (Parent is null ? [] : [Parent]);

    /// <summary>Erasures that this run's files went through after it was committed, in order; null for none.</summary>
    [JsonPropertyName("erased")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Erased { get; init; }

    /// <summary>Rows over all parts of a table: what a load must find staged.</summary>
    public long RowsOf(string table) => Outputs.Where(o => o.Table == table).Sum(o => o.Rows);
}
