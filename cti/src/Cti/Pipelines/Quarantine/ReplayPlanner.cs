using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Sources.Quarantine;

namespace Cti.Pipelines.Quarantine;

/// <summary>From a run's quarantine to the request that takes its rows again, under the options that the run had.</summary>
/// <param name="store">Where the run is.</param>
public sealed class ReplayPlanner(IObjectStore store)
{
    private const string RunsFolder = "/_runs/";
    private readonly ManifestStore _manifests = new(store);
    private readonly RejectedRuns _rejected = new(store);

    /// <summary>Finds the run, and checks that its rejects and the corrected rows fit together.</summary>
    /// <param name="place">The run's manifest, its folder, or its folder of rejects.</param>
    /// <param name="fixedRows">A file of corrected rows; null for all as they are.</param>
    /// <param name="pepper">Key of keyed hashes and the name of its version; null where the settings have none.</param>
    /// <param name="resources">What the run may use.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CtiException">Usage: there is no such run, or the corrected rows do not fit. NothingToDo: it rejected nothing.</exception>
    public async Task<ExtractTransformRequest> PlanAsync(string place, string? fixedRows, ReplayPepper? pepper, RunResources resources, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resources);
        (string uri, Manifest manifest) = await FindAsync(place, cancellationToken).ConfigureAwait(false);
        Dataset dataset = RejectedRuns.DatasetOf(new FoundRun(uri, manifest));
        if (manifest.Rejects.Parts.Count == 0)
            throw new CtiException(FailureKind.NothingToDo, "list", $"Run {manifest.Run} rejected nothing: there is nothing to take again.");
        RejectedRuns.CheckPepper(manifest, pepper);
        IReadOnlyList<ObjectInfo> parts = await _rejected.PartsAsync(manifest, cancellationToken).ConfigureAwait(false);
        FixedRows? corrected = fixedRows is null ? null : await CorrectedAsync(fixedRows, parts, resources, cancellationToken).ConfigureAwait(false);
        ReplayOrigin origin = ReplayOrigin.Of([manifest], [parts], onlyReferences: false, corrected);
        return RejectedRuns.RequestOf(dataset, uri[..uri.LastIndexOf(RunsFolder, StringComparison.Ordinal)], manifest.Options, origin, pepper, resources);
    }

    private async Task<(string Uri, Manifest Manifest)> FindAsync(string place, CancellationToken cancellationToken)
    {
        string uri = StoreUri.Parse(place, "list").ToString();
        string folder = uri.EndsWith("/manifest.json", StringComparison.Ordinal) ? uri[..uri.LastIndexOf('/')] : uri.TrimEnd('/');
        if (folder.EndsWith("/rejects", StringComparison.Ordinal))
            folder = folder[..folder.LastIndexOf('/')];
        string manifestUri = StoreUri.Combine(folder, "manifest.json");
        if (manifestUri.Contains(RunsFolder, StringComparison.Ordinal) && await _manifests.TryReadAsync(manifestUri, cancellationToken).ConfigureAwait(false) is { } manifest)
            return (manifestUri, manifest);
        if (await store.StatAsync(StoreUri.Combine(folder, "_failed.json"), cancellationToken).ConfigureAwait(false) is not null)
            throw CtiException.Usage("list", $"The run at {place} ended at the quality gate, so nothing of it was committed; mend its input or allow a higher --max-reject-rate and run it again.");
        throw CtiException.Usage("list", $"There is no run at {place}: give its manifest, its folder (<output>/_runs/<key>/) or its folder of rejects.");
    }

    /// <summary>Reads the corrected rows, and the rejects once through: what corrects nothing is found before anything is written.</summary>
    private async Task<FixedRows> CorrectedAsync(string place, IReadOnlyList<ObjectInfo> parts, RunResources resources, CancellationToken cancellationToken)
    {
        ObjectInfo file = await store.StatAsync(StoreUri.Parse(place, "list").ToString(), cancellationToken).ConfigureAwait(false)
            ?? throw CtiException.Usage("list", $"There is no file {place}; check --fixed.");
        FixedRows rows = await FixedRows.ReadAsync(store, file, resources.MemoryBytes / 8, cancellationToken).ConfigureAwait(false);
        RejectReader reader = new(store);
        foreach (ObjectInfo part in parts)
        {
            await foreach (Reject reject in reader.ReadAsync(part, cancellationToken).ConfigureAwait(false))
                rows.Note(reject);
        }

        rows.CheckMatches();
        return rows;
    }
}
