using System.Text.Json;
using Cti.Failures;
using Cti.Manifests;
using Cti.Pipelines;
using Cti.Records;
using Cti.Tests.Warehouses;
using Cti.Warehouses;
using Cti.Warehouses.Checks;

namespace Cti.Tests.Pipelines;

public sealed class LoadPipelineTests : IDisposable
{
    private static readonly Dataset Events = DatasetCatalog.Find("events")!;
    private readonly string _folder = Directory.CreateTempSubdirectory("cti-load-").FullName;
    private readonly WarehouseDouble _warehouse = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_ManifestAndFolder_LoadsBothInOrder()
    {
        string a = Store("a");
        string b = Store("b");

        LoadOutcome outcome = await RunAsync(b, Path.GetDirectoryName(a)!);

        Assert.Equal(["b", "a"], _warehouse.Loaded!.Manifests.Select(m => m.Manifest.Run));
        Assert.Equal([b, a], outcome.Runs.Select(r => r.Uri));
        Assert.Equal(10, Assert.Single(outcome.Loads).Staged);
    }

    [Fact]
    public async Task Run_SameManifestTwiceOver_LoadsItOnce()
    {
        string a = Store("a");

        await RunAsync(a, Path.GetDirectoryName(a) + "/");

        Assert.Single(_warehouse.Loaded!.Manifests);
    }

    [Fact]
    public async Task Run_DryRun_GivesTheSqlAndLoadsNothing()
    {
        LoadOutcome outcome = await new LoadPipeline(new FolderStore(_folder), _warehouse).RunAsync(Request(Store("a")) with { DryRun = true }, new Silence(), CancellationToken.None);

        Assert.Equal(["PLAN"], outcome.Sql);
        Assert.Null(_warehouse.Loaded);
    }

    [Fact]
    public Task Run_NoManifest_IsUsageNamingIt() => AssertUsageAsync(_folder + "/nowhere", "/nowhere/manifest.json");

    [Fact]
    public Task Run_OtherDataset_IsUsageSayingWhich() => AssertUsageAsync(Store("a", m => m with { Dataset = "key-data" }), "--dataset key-data");

    [Fact]
    public Task Run_OtherContract_IsUsage() => AssertUsageAsync(Store("a", m => m with { Contract = 2 }), "contract version 2");

    [Fact]
    public Task Run_UnknownTable_IsUsageNamingIt() => AssertUsageAsync(Store("a", m => m with { Outputs = [m.Outputs[0] with { Table = "others" }] }), "table others");

    [Fact]
    public Task Run_PartsMissingAndCutOff_IsUsageNamingEach() => AssertUsageAsync(
        Store("a", m => m with { Outputs = [m.Outputs[0] with { Bytes = 99 }, m.Outputs[0] with { Uri = _folder + "/gone.parquet" }] }),
        "part.parquet has 10 bytes instead of 99",
        "gone.parquet is missing");

    [Fact]
    public async Task Run_ErasureReplacesTheRunMeanwhile_IsTransient()
    {
        string a = Store("a");
        _warehouse.OnLoad = () =>
        {
            Store("a", m => m with { Revision = 2 });
            throw CtiException.Usage("load", "part.parquet is not there, though the manifest lists it.");
        };

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => RunAsync(a));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Contains("erasure", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PartGoneAndManifestTheSame_StaysUsage()
    {
        _warehouse.OnLoad = () => throw CtiException.Usage("load", "part.parquet is not there, though the manifest lists it.");

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => RunAsync(Store("a")));

        Assert.Equal(FailureKind.Usage, failure.Kind);
    }

    [Fact]
    public async Task Run_NoJson_IsUsage()
    {
        File.WriteAllText(_folder + "/x.json", "{");

        await AssertUsageAsync(_folder + "/x.json", "no manifest");
    }

    private async Task AssertUsageAsync(string input, params string[] parts)
    {
        CtiException e = await Assert.ThrowsAsync<CtiException>(() => RunAsync(input));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.All(parts, p => Assert.Contains(p, e.Message, StringComparison.Ordinal));
        Assert.Null(_warehouse.Loaded);
    }

    private Task<LoadOutcome> RunAsync(params string[] inputs) =>
        new LoadPipeline(new FolderStore(_folder), _warehouse).RunAsync(Request(inputs), new Silence(), CancellationToken.None);

    private static LoadPipelineRequest Request(params string[] inputs) => new() { Dataset = Events, Inputs = inputs };

    private string Store(string key, Func<Manifest, Manifest>? change = null)
    {
        string part = _folder + "/part.parquet";
        File.WriteAllBytes(part, new byte[10]);
        Manifest manifest = new()
        {
            Tool = "cti test",
            Dataset = "events",
            DatasetVersion = 1,
            Run = key,
            Fingerprint = "f",
            Options = new ManifestOptions(),
            Inputs = [],
            Outputs = [new ManifestOutput { Table = "events", Uri = part, Rows = 5, Bytes = 10, Sha256 = "", Lines = "", Schema = [] }],
            Counts = new Counts(),
            Rejects = new ManifestRejects("", []),
            Timings = new ManifestTimings(DateTimeOffset.UnixEpoch, 0, new Dictionary<string, double>()),
        };
        string uri = $"{_folder}/_runs/{key}/manifest.json";
        Directory.CreateDirectory(Path.GetDirectoryName(uri)!);
        File.WriteAllBytes(uri, JsonSerializer.SerializeToUtf8Bytes(change is null ? manifest : change(manifest), ManifestJson.Document.Manifest));
        return uri;
    }

    private sealed class Silence : IRunProgress
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

    private sealed class WarehouseDouble : IWarehouse
    {
        public LoadRequest? Loaded { get; private set; }

        public Action OnLoad { get; set; } = () => { };

        public string Kind => "double";

        public string Place => "double:/test";

        public Task<IReadOnlyList<TableLoad>> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
        {
            OnLoad();
            Loaded = request;
            long rows = request.Manifests.Sum(m => m.Manifest.RowsOf("events"));
            return Task.FromResult<IReadOnlyList<TableLoad>>([new TableLoad("double", "events", rows, rows, 0, 0, false)]);
        }

        public Task<IReadOnlyList<string>> PlanAsync(LoadRequest request, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(["PLAN"]);

        public Task<QueryTable> QueryAsync(NamedQuery query, string period, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Check>> CheckAsync(WarehouseCheckRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
