using System.Globalization;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.Extraction;
using Cti.Pipelines.Sharding;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Tests.Pipelines.Sharding;

/// <summary>Runs as a whole and in shards, loads of both, and what there is to compare.</summary>
internal sealed class ShardFixture : IDisposable
{
    private readonly ExtractionFixture _extraction = new();
    private readonly ObjectStoreRouter _store = new(() => throw new InvalidOperationException("No S3 in this test."));

    /// <summary>The sum of the counts that the last shards gave, each by itself.</summary>
    public Counts ShardCounts { get; private set; } = new();

    public string Path(string name) => _extraction.Folder.At(name);

    public void Dispose()
    {
        _store.Dispose();
        _extraction.Dispose();
    }

    /// <summary>A request over dense input; the output goes to a folder of that name.</summary>
    public ExtractTransformRequest Request(string dataset, string output, params string[] inputs) => _extraction.Request(dataset, inputs) with
    {
        Output = Path(output),
        MaxRejectRate = 1,
        Anonymize = DatasetCatalog.Find(dataset)!.AlwaysAnonymized,
        Pepper = "p",
        PepperVersion = "1",
    };

    public Task<ExtractTransformOutcome> ExtractAsync(ExtractTransformRequest request) => _extraction.RunAsync(request);

    /// <summary>Extracts all shards, the last first: no order is asked for.</summary>
    public async Task<IReadOnlyList<string>> ExtractShardsAsync(ExtractTransformRequest request, int shards)
    {
        List<ExtractTransformOutcome> outcomes = [];
        for (int shard = shards - 1; shard >= 0; shard--)
            outcomes.Add(await ExtractAsync(request with { Shard = new Shard(shard, shards) }));
        ShardCounts = outcomes.Select(o => o.Counts).Aggregate(Counts.Add);
        return [.. outcomes.Select(o => o.ManifestUri!)];
    }

    /// <summary>Loads manifests, into a DuckDB file or another warehouse.</summary>
    public async Task<LoadOutcome> LoadAsync(ExtractTransformRequest request, IReadOnlyList<string> manifests, IWarehouse warehouse, bool dryRun = false)
    {
        LoadPipelineRequest load = new() { Dataset = request.Dataset, Inputs = manifests, Create = true, DryRun = dryRun };
        RunResolver resolver = new(_store, new RecordSourceFactory(_store, _ => { }), "cti 0.0.0", request.Resources, ErasurePepper.None, NullLogger.Instance);
        await using (warehouse)
            return await new LoadPipeline(_store, warehouse, resolver).RunAsync(load, new NoProgress(), CancellationToken.None);
    }

    /// <summary>A DuckDB file as a warehouse.</summary>
    public IWarehouse DuckDb(string name) => new DuckDbWarehouse(Path(name + ".duckdb"), TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 1, _extraction.Folder.Path), _store, TimeProvider.System);

    /// <summary>All rows of all tables of a dataset in a DuckDB file, derived tables too.</summary>
    public IReadOnlyList<string> Tables(string name, Dataset dataset)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(Path(name + ".duckdb"), new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        return
        [
            .. dataset.Tables.Concat(dataset.Tables.SelectMany(t => t.Derived).Select(DdlWriter.AsTable)).SelectMany(table =>
                connection.Query($"SELECT * FROM {table.Name} ORDER BY ALL", CancellationToken.None).Rows
                    .Select(row => table.Name + '|' + string.Join('|', row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))))),
        ];
    }

    /// <summary>The rejects of a run, each with where it was, its bytes and why it is there.</summary>
    public static IReadOnlyList<string> Rejects(Manifest manifest) =>
        [.. ExtractionFixture.JsonLines(manifest.Rejects.Parts.Select(p => p.Uri)).Select(reject => reject.GetRawText()).Order(StringComparer.Ordinal)];

    /// <summary>Where each row of a run comes from: key and line, by table.</summary>
    public static IReadOnlyList<string> Origins(Manifest manifest) =>
        [.. ExtractionFixture.JsonLines(manifest.Outputs.Select(o => o.Lines)).SelectMany(Expand).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Expand(System.Text.Json.JsonElement stretch)
    {
        long line = stretch.GetProperty("line").GetInt64();
        for (int row = 0; row < stretch.GetProperty("rows").GetInt32(); row++)
        {
            yield return $"{stretch.GetProperty("source").GetString()} {line}";
            line += stretch.TryGetProperty("steps", out System.Text.Json.JsonElement steps) && row < steps.GetArrayLength() ? steps[row].GetInt64() : 1;
        }
    }

    private sealed class NoProgress : IRunProgress
    {
        public void Begin(string stage, long totalBytes)
        {
        }

        public void Report(long rows, long bytes)
        {
        }

        public void End()
        {
        }
    }
}
