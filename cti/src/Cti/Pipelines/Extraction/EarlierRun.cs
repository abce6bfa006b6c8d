using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure;
using Cti.Sinks.Runs;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Extraction;

/// <summary>Finds out whether a run was done before.</summary>
/// <param name="store">Where runs are.</param>
/// <param name="logger">Hears of what is reused, and of what cannot be.</param>
internal sealed class EarlierRun(IObjectStore store, ILogger logger)
{
    private const int StatsAtOnce = 16;
    private readonly ManifestStore _manifests = new(store);

    /// <summary>The run and its manifest, if its parts are all there; null where it is to be made.</summary>
    /// <remarks>A run that was made before an erasure, and went through it since, is still the same run: each point in time at which it may have been
    /// made gives a key to look for.</remarks>
    /// <exception cref="CtiException">Usage: the caller's run key is another run's. Transient: an erasure is not done with the run.</exception>
    public async Task<(RunLayout Place, Manifest Manifest)?> FindAsync(
        ExtractTransformRequest request, string output, IReadOnlyList<ObjectInfo> inputs, ArrivedErasures erasures, CancellationToken cancellationToken)
    {
        if (request.DryRun)
            return null;
        RunIdentity[] identities =
            [.. Enumerable.Range(0, erasures.Keys.Count + 1).Reverse().Select(known => RunIdentity.Of(request with { Erasures = [.. erasures.Keys.Take(known)] }, inputs))];

        // Whoever asks for a shard of a run that was done as a whole is given that.
        RunLayout[] places = [.. identities.Select(i => new RunLayout(output, i.Key)).Distinct().SelectMany(whole => request.Shard is null ? [whole] : new[] { whole, whole with { Shard = request.Shard } })];
        foreach (RunLayout layout in await ThereAsync(places, cancellationToken).ConfigureAwait(false))
        {
            if (await FindAsync(layout, request, inputs, cancellationToken).ConfigureAwait(false) is not { } earlier)
                continue;
            erasures.CheckCovers(earlier);
            logger.RunReused(layout.Run, layout.Manifest);
            return (layout, earlier);
        }

        return null;
    }

    /// <summary>The places that have a manifest, in order; asked for side by side, as years of erasures make many.</summary>
    private async Task<IReadOnlyList<RunLayout>> ThereAsync(RunLayout[] places, CancellationToken cancellationToken)
    {
        if (places.Length <= 2)
            return places;
        bool[] isThere = new bool[places.Length];
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = StatsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, places.Length, atOnce, async (i, token) => isThere[i] = await store.StatAsync(places[i].Manifest, token).ConfigureAwait(false) is not null).ConfigureAwait(false);
        return [.. places.Where((_, i) => isThere[i])];
    }

    private async Task<Manifest?> FindAsync(RunLayout layout, ExtractTransformRequest request, IReadOnlyList<ObjectInfo> inputs, CancellationToken cancellationToken)
    {
        if (await _manifests.TryReadAsync(layout.Manifest, cancellationToken).ConfigureAwait(false) is not { } earlier)
            return null;
        if (earlier.IsVoid)
            throw GivenUp(request, layout);
        if (!RunIdentity.IsOf(request, inputs, earlier))
        {
            throw CtiException.Usage(
                "settings",
                $"The run key {layout.Run} was used before for other inputs or options ({layout.Manifest}); give another --run-key, or none.");
        }

        foreach (ManifestOutput part in earlier.Outputs)
        {
            ObjectInfo? found = await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false);
            if (found?.Size != part.Bytes)
            {
                logger.PartMissing(part.Uri, layout.Run);
                return null;
            }
        }

        return earlier;
    }

    /// <summary>The failure where a run was given up: an incremental command that is tried again finds what became of its objects, any other has to choose another key.</summary>
    internal static CtiException GivenUp(ExtractTransformRequest request, RunLayout layout) => request.State is null
        ? CtiException.Usage("settings", $"The run key {layout.Run} belongs to a run that was given up ({layout.Manifest}); give another --run-key, or none.")
        : CtiException.Transient("state", $"Run {layout.Run} was given up for another by a command that took its objects over, as this one did not renew its lease in time; a later try goes on from there.");
}
