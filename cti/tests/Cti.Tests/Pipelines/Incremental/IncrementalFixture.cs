using System.Text;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Archiving;
using Cti.Pipelines.Extraction;
using Cti.Pipelines.Incremental;
using Cti.Records;
using Cti.Tests.ObjectStores;
using Cti.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Tests.Pipelines.Incremental;

/// <summary>Inputs, state and outputs in a scratch folder or in a bucket of the real server, and incremental runs over them.</summary>
internal sealed class IncrementalFixture : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly ShiftedClock _clock = new();

    private IncrementalFixture(string place, ObjectStoreRouter store) => (Place, Store) = (place, store);

    public string Place { get; }

    public ObjectStoreRouter Store { get; }

    public static async Task<IncrementalFixture> MakeAsync(bool isS3)
    {
        MotoServer moto = await MotoServer.SharedAsync();
        ObjectStoreRouter store = new(new ObjectStoreOptions { AccessKey = moto.AccessKey, SecretKey = moto.SecretKey, Endpoint = moto.Endpoint, Region = moto.Region });
        string place = isS3 ? $"s3://{await moto.NewBucketAsync()}" : Directory.CreateTempSubdirectory("cti-test-").FullName;
        return new IncrementalFixture(place, store);
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
        if (!Place.StartsWith("s3://", StringComparison.Ordinal))
            Directory.Delete(Place, recursive: true);
    }

    public string At(string relative) => $"{Place}/{relative}";

    /// <summary>As if this much time had passed.</summary>
    public void Pass(TimeSpan time) => _clock.Offset += time;

    /// <summary>An input object with these keys, one a record.</summary>
    public async Task PutAsync(string name, params string[] keys)
    {
        await using ObjectWriter writer = await Store.CreateAsync(At($"in/{name}"), CancellationToken.None);
        await writer.WriteAsync(Encoding.UTF8.GetBytes("key,data\n" + string.Concat(keys.Select(k => $"{k},{name}\n"))), CancellationToken.None);
        await writer.CommitAsync(CancellationToken.None);
    }

    public ExtractTransformRequest Request(string? runKey = null) => new()
    {
        Dataset = DatasetCatalog.Find("key-data")!,
        Inputs = [At("in/")],
        Output = At("out"),
        State = At("state"),
        RunKey = runKey,
        Resources = new RunResources(256_000_000, 1, _folder.Path),
    };

    /// <summary>Runs up to the manifest: the outcome's completion is still to be called, as if the process had died before it.</summary>
    public Task<ExtractTransformOutcome> BeginAsync(ExtractTransformRequest request) => BeginAsync(request, Store);

    /// <summary>The same by a process that stands still right before it stores its manifest, while something happens.</summary>
    public Task<ExtractTransformOutcome> BeginAndStallAsync(ExtractTransformRequest request, Func<Task> meanwhile) => BeginAsync(request, new StallingStore(Store, "/manifest.json", meanwhile));

    private Task<ExtractTransformOutcome> BeginAsync(ExtractTransformRequest request, IObjectStore store)
    {
        RecordSourceFactory sources = new(store, _ => { });
        ExtractTransformPipeline extract = new(store, sources, "cti 0.0.0", TimeProvider.System, NullLogger.Instance);
        IncrementalPipeline incremental = new(extract, Store, "cti 0.0.0", _clock, NullLogger.Instance);
        ArchivingPipeline pipeline = new(incremental, Store, NullLogger.Instance);
        return pipeline.RunAsync(request, new NoProgress(), CancellationToken.None);
    }

    /// <summary>Runs to the end.</summary>
    public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest? request = null)
    {
        ExtractTransformOutcome outcome = await BeginAsync(request ?? Request());
        await using IRunCompletion? completion = outcome.Completion;
        if (completion is not null)
            await completion.CompleteAsync(CancellationToken.None);
        return outcome;
    }

    /// <summary>What a run that finds nothing, or fails, says.</summary>
    public async Task<FailureKind> FailAsync(ExtractTransformRequest? request = null) => (await Assert.ThrowsAsync<CtiException>(() => RunAsync(request))).Kind;

    /// <summary>The manifests of all runs.</summary>
    public async Task<IReadOnlyList<Manifest>> ManifestsAsync()
    {
        List<Manifest> manifests = [];
        await foreach (ObjectInfo found in Store.ListAsync(At("out/_runs/"), CancellationToken.None).Where(o => o.Uri.EndsWith("/manifest.json", StringComparison.Ordinal)))
            manifests.Add((await new ManifestStore(Store).TryReadAsync(found.Uri, CancellationToken.None))!);
        return manifests;
    }

    /// <summary>Puts in place of a run's manifest that it was given up.</summary>
    public async Task VoidAsync(ExtractTransformOutcome outcome)
    {
        await Store.DeleteAsync(outcome.ManifestUri!, CancellationToken.None);
        await new ManifestStore(Store).PutAsync(outcome.ManifestUri!, outcome.Manifest! with { IsVoid = true, Inputs = [], Outputs = [] }, CancellationToken.None);
    }

    /// <summary>The file names below a folder, in order.</summary>
    public async Task<string[]> FilesAsync(string folder) => [.. await Store.ListAsync(At(folder), CancellationToken.None).Select(o => o.Uri[(o.Uri.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal).ToListAsync()];

    /// <summary>The file names that a run read, in order.</summary>
    public static string[] Names(ExtractTransformOutcome outcome) => [.. outcome.Manifest!.Inputs.Select(i => i.Uri[(i.Uri.LastIndexOf('/') + 1)..])];

    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

        // Time passes here when a test says so: nothing runs out, or is renewed, because the machine is busy.
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
