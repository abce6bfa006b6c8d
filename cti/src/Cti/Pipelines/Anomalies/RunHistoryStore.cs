using System.Text.Json;
using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Pipelines.Anomalies;

/// <summary>The history of a dataset at an output, in one object beside the runs: listing them all before each run would take longer than many a run.</summary>
/// <param name="store">Where it is.</param>
/// <param name="output">The output of the runs.</param>
/// <param name="dataset">The dataset.</param>
/// <param name="version">The dataset's version: other rules, other numbers.</param>
/// <param name="isIncremental">Whether the runs take what is new rather than what is named.</param>
internal sealed class RunHistoryStore(IObjectStore store, string output, string dataset, int version, bool isIncremental)
{
    private const int MostTries = 5;
    private readonly string _uri = UriOf(output, dataset, version, isIncremental);

    /// <summary>Reads it; made of the manifests that are there where there is none yet, or none that can be read.</summary>
    public async Task<KnownHistory> ReadAsync(CancellationToken cancellationToken)
    {
        (ObjectInfo? info, RunHistory? history) = await TryReadAsync(cancellationToken).ConfigureAwait(false);
        return new KnownHistory(info, history ?? await RebuildAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Adds a run; several at once do not push each other out.</summary>
    /// <param name="run">The run.</param>
    /// <param name="known">As it was read before; null to read it now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False where others changed it each time; then the run is not in it.</returns>
    public async Task<bool> AddAsync(RunProfile run, KnownHistory? known, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            KnownHistory there = known ?? await ReadAsync(cancellationToken).ConfigureAwait(false);
            known = null;
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(there.History.With(run), RunHistoryJson.Default.RunHistory);
            bool done = there.Info is null
                ? await store.PutIfAbsentAsync(_uri, content, cancellationToken).ConfigureAwait(false)
                : await store.PutIfMatchAsync(_uri, content, there.Info.ETag, cancellationToken).ConfigureAwait(false);
            if (done)
                return true;
        }

        return false;
    }

    private async Task<(ObjectInfo? Info, RunHistory? History)> TryReadAsync(CancellationToken cancellationToken)
    {
        if (await store.StatAsync(_uri, cancellationToken).ConfigureAwait(false) is not { } info)
            return (null, null);
        Stream stream = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return (info, await JsonSerializer.DeserializeAsync(stream, RunHistoryJson.Default.RunHistory, cancellationToken).ConfigureAwait(false));
            }
            catch (JsonException)
            {
                // Somebody changed it by hand: what it held is in the manifests.
                return (info, null);
            }
        }
    }

    // Manifests do not tell whether a run was incremental: where some of an output's are, nothing is made of the manifests.
    private async Task<RunHistory> RebuildAsync(CancellationToken cancellationToken)
    {
        RunHistory history = new([]);
        if (isIncremental || await store.StatAsync(UriOf(output, dataset, version, isIncremental: true), cancellationToken).ConfigureAwait(false) is not null)
            return history;
        IReadOnlyList<FoundRun> found = await new RunListing(store).FindAsync(output, m => IsAlike(m) ? m : null, cancellationToken).ConfigureAwait(false);
        return found.Aggregate(history, (all, run) => all.With(RunProfile.Of(run.Manifest)));
    }

    private bool IsAlike(Manifest manifest) =>
        !manifest.IsVoid && manifest.Dataset == dataset && manifest.DatasetVersion == version && manifest.Options.Shard is null && manifest.AllParents.Count == 0;

    private static string UriOf(string output, string dataset, int version, bool isIncremental) =>
        FormattableString.Invariant($"{output}/_runs/_history/{dataset}-v{version}-{(isIncremental ? "incremental" : "whole")}.json");
}
