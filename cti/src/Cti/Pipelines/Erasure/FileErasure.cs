using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Files;
using Cti.Pipelines.Erasure.Raw;
using Cti.Records;
using Cti.Records.Erasing;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Reading;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Erasure;

/// <summary>The part of an erasure that is about files: of runs, of no run any more, and in archives.</summary>
/// <param name="store">Where they are.</param>
/// <param name="raw">Reads raw objects.</param>
/// <param name="tool">Program and version, as <c>cti 1.2.3</c>.</param>
/// <param name="logger">Hears of what is missing.</param>
internal sealed class FileErasure(IObjectStore store, RawObject raw, string tool, ILogger logger)
{
    private readonly ManifestStore _manifestStore = new(store);
    private readonly List<Manifest> _manifests = [];
    private readonly List<string> _searched = [];

    /// <summary>The committed runs as they are afterwards.</summary>
    public IReadOnlyList<Manifest> Manifests => _manifests;

    /// <summary>Where was looked: the output, and archives.</summary>
    public IReadOnlyList<string> Searched => _searched;

    /// <summary>Erases in all of them.</summary>
    public async Task EraseAsync(ErasureRequest request, ErasureStore erasures, string key, SubjectIndex index, Pseudonyms pseudonyms, CancellationToken cancellationToken)
    {
        using ScratchFolder scratch = new(request.Resources.SpillFolder);
        using PartReader reader = PartReader.Open(EngineOf(request), scratch.Path);
        ErasureWork work = WorkOf(request, erasures, key, index, pseudonyms, reader, scratch.Path);
        RunEraser runs = new(work, _manifestStore);
        foreach (ObjectInfo info in await ManifestsAsync(store, request.Output, cancellationToken).ConfigureAwait(false))
            _manifests.Add(await runs.EraseAsync(info, cancellationToken).ConfigureAwait(false));
        await new LeftoverEraser(work, _manifestStore, _manifests).EraseAsync(cancellationToken).ConfigureAwait(false);
        ArchivedInputs archive = new(store, request.Output, request.Archive, _manifests);
        await EraseArchiveAsync(work, archive, cancellationToken).ConfigureAwait(false);
        _searched.AddRange([request.Output, .. archive.Places]);

        // What killed writers left is hidden: no listing shows it, and nobody will ever finish it.
        foreach (string place in _searched)
            await store.TidyAsync(place, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The manifests of an output, by listing: shards have some of their own below their run's folder.</summary>
    public static async Task<IReadOnlyList<ObjectInfo>> ManifestsAsync(IObjectStore store, string output, CancellationToken cancellationToken) =>
        await store.ListAsync($"{output}/_runs/", cancellationToken).Where(o => o.Uri.EndsWith("/manifest.json", StringComparison.Ordinal)).ToListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>What the engine that reads parts may use.</summary>
    public static DuckDbOptions EngineOf(ErasureRequest request) => new(request.Resources.MemoryBytes, request.Resources.Threads, request.Resources.SpillFolder);

    private static async Task EraseArchiveAsync(ErasureWork work, ArchivedInputs archive, CancellationToken cancellationToken)
    {
        await foreach ((Dataset dataset, ObjectInfo info, long arrivedAt) in archive.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            await work.Objects.EraseAsync(
                dataset, info, arrivedAt, records => work.NoteAsync(new ErasureChange("archive", info.Uri, records, []), cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private ErasureWork WorkOf(ErasureRequest request, ErasureStore erasures, string key, SubjectIndex index, Pseudonyms pseudonyms, PartReader reader, string scratch) => new()
    {
        Key = key,
        Output = request.Output,
        Store = store,
        Notes = erasures,
        Logger = logger,
        Subjects = index,
        Pseudonyms = pseudonyms,
        Parts = new PartEraser(store, reader, new PartSearch(reader, index), scratch, tool.Replace(" ", " version ", StringComparison.Ordinal)),
        Rejects = new RejectsEraser(store, index, pseudonyms),
        Objects = new ObjectEraser(store, raw, index, pseudonyms),
    };
}
