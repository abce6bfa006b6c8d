using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Extraction;
using Cti.Records;

namespace Cti.Pipelines.Quarantine;

/// <summary>From the output of many runs to the request that takes again what waits for what it refers to: rows that were rejected for that alone, and that no replay took since.</summary>
/// <remarks>What is rejected again waits in the replay's own quarantine: so each row waits in one place, however often it was tried.</remarks>
/// <param name="store">Where the runs are.</param>
public sealed class WaitingRowsPlanner(IObjectStore store)
{
    private const string RunsFolder = "/_runs";

    // Their files are open at once.
    private const int MostRuns = 64;
    private const int FewRuns = MostRuns / 2;
    private const int MemoryShare = 16;
    private readonly RejectedRuns _rejected = new(store);

    /// <summary>Whether a place is an output of runs, rather than one run in it.</summary>
    public static bool IsOutput(string place)
    {
        string uri = StoreUri.Parse(place, "list").ToString().TrimEnd('/');
        return !uri.Contains(RunsFolder + "/", StringComparison.Ordinal);
    }

    /// <summary>Finds what waits.</summary>
    /// <param name="place">The output.</param>
    /// <param name="references">Where to look up; null where the first runs did.</param>
    /// <param name="runKey">The caller's key: where that run is complete, what it took is taken; null for none.</param>
    /// <param name="pepper">Key of keyed hashes and the name of its version; null where the settings have none.</param>
    /// <param name="resources">What the run may use.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CtiException">Usage: the runs do not fit together. NothingToDo: nothing waits.</exception>
    public async Task<WaitingRows> PlanAsync(
        string place, IReadOnlyList<string>? references, string? runKey, ReplayPepper? pepper, RunResources resources, CancellationToken cancellationToken)
    {
        string output = StoreUri.Parse(place, "list").ToString().TrimEnd('/');
        if (output.EndsWith(RunsFolder, StringComparison.Ordinal))
            output = output[..^RunsFolder.Length];
        string[] datasets = [.. DatasetCatalog.All.Where(d => d.ForeignKeys.Count > 0).Select(d => d.Name)];
        IReadOnlyList<FoundRun> runs = await new RunListing(store).FindAsync(output, m => m.Options.Shard is null && datasets.Contains(m.Dataset) ? Needed(m) : null, cancellationToken).ConfigureAwait(false);
        FoundRun? done = runKey is null ? null : runs.FirstOrDefault(r => r.Manifest.Run == runKey);
        FoundRun[] all = Waiting(runs, done);
        if (all.Length == 0)
            throw new CtiException(FailureKind.NothingToDo, "list", $"No row of the runs at {place} waits for what it refers to: nothing to take again.");
        FoundRun[] waiting = done is null ? AtOnce(all, resources) : all;
        CheckTogether(waiting, pepper);
        List<IReadOnlyList<ObjectInfo>> parts = [];
        foreach (FoundRun run in waiting)
            parts.Add(await _rejected.PartsAsync(run.Manifest, cancellationToken).ConfigureAwait(false));
        ReplayOrigin origin = ReplayOrigin.Of([.. waiting.Select(r => r.Manifest)], parts, onlyReferences: true);
        ManifestOptions options = waiting[0].Manifest.Options with { References = references ?? UnionOf(waiting) };
        ExtractTransformRequest request = RejectedRuns.RequestOf(RejectedRuns.DatasetOf(waiting[0]), output, options, origin, pepper, resources) with { RunKey = runKey };
        return new WaitingRows(request, MayLeaveThem: done is null && waiting.Length == all.Length && waiting.Length <= FewRuns, all.Length - waiting.Length);
    }

    private static Manifest Needed(Manifest manifest) => manifest with { Inputs = [.. manifest.Inputs.Where(i => manifest.Rejects.ByReference > 0 && i.Counts.Rejected > 0)], Outputs = [] };

    /// <summary>The runs with rows that no other run took; or those of the run that the caller named, when it is complete: a task that is tried again gets what it had.</summary>
    private static FoundRun[] Waiting(IReadOnlyList<FoundRun> runs, FoundRun? done)
    {
        if (done is not null)
            return [.. runs.Where(r => done.Manifest.AllParents.Contains(r.Manifest.Run))];
        HashSet<string> taken = [.. runs.SelectMany(r => r.Manifest.AllParents)];
        return [.. runs.Where(r => r.Manifest.Rejects.ByReference > 0 && !taken.Contains(r.Manifest.Run)).OrderBy(FirstArrival).ThenBy(r => r.Uri, StringComparer.Ordinal)];
    }

    private static long FirstArrival(FoundRun run) =>
        run.Manifest.Inputs.Select(i => Arrival.Of(new ObjectInfo(i.Uri, i.Size, i.ETag, i.Arrived ?? run.Manifest.Timings.Started))).DefaultIfEmpty().Min();

    /// <summary>As many runs as may be read side by side, those that wait longest first: two at least, so that they become fewer.</summary>
    private static FoundRun[] AtOnce(FoundRun[] waiting, RunResources resources)
    {
        long left = resources.MemoryBytes / MemoryShare;
        return [.. waiting.Take(MostRuns).TakeWhile((run, i) => (left -= run.Manifest.Rejects.Parts.Max(p => p.Bytes)) >= 0 || i < 2)];
    }

    private static void CheckTogether(FoundRun[] waiting, ReplayPepper? pepper)
    {
        foreach (FoundRun run in waiting)
        {
            RejectedRuns.DatasetOf(run);
            RejectedRuns.CheckPepper(run.Manifest, pepper);
        }

        FoundRun first = waiting[0];
        if (waiting.FirstOrDefault(r => Kind(r.Manifest) != Kind(first.Manifest)) is { } other)
            throw CtiException.Usage("list", $"The runs {first.Manifest.Run} and {other.Manifest.Run} had other datasets or options; replay each by itself: {first.Uri}, {other.Uri}.");
    }

    private static (string, string?, string, string?, string) Kind(Manifest manifest) =>
        (manifest.Dataset, manifest.Options.Month, string.Join(' ', manifest.Options.Anonymize), manifest.Options.PepperVersion, manifest.Options.Codec);

    private static string[] UnionOf(FoundRun[] waiting) => [.. waiting.SelectMany(r => r.Manifest.Options.References ?? []).Distinct().Order(StringComparer.Ordinal)];
}
