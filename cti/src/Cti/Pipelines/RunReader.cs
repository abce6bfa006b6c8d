using System.Globalization;
using System.Text.RegularExpressions;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Sharding;
using Cti.Records;
using Cti.Warehouses;

namespace Cti.Pipelines;

/// <summary>Reads the manifests that a load is given, and finds out what is wrong with them before anything is changed.</summary>
/// <param name="store">Where they are.</param>
/// <param name="shards">Makes one run of the shards of one; null where none are to be loaded.</param>
internal sealed partial class RunReader(IObjectStore store, RunResolver? shards)
{
    private const string FileName = "manifest.json";
    private const int KnownContract = 1;
    private const int PartsAtOnce = 8;
    private readonly ManifestStore _manifests = new(store);
    private readonly RevisionWatch _watch = new(store);

    /// <summary>Reads and checks all, each once, in the order given; the shards of a run become one.</summary>
    /// <exception cref="CtiException">Usage: one is missing, of another dataset or version, or its parts are not as it says.</exception>
    public async Task<IReadOnlyList<LoadSource>> ReadAsync(LoadPipelineRequest request, CancellationToken cancellationToken)
    {
        List<LoadSource> given = [];
        foreach (string input in request.Inputs)
        {
            foreach (LoadSource run in await ReadAsync(input, cancellationToken).ConfigureAwait(false))
            {
                if (given.Any(r => r.Uri == run.Uri))
                    continue;
                Check(run, request);
                given.Add(run);
            }
        }

        List<LoadSource> runs = [];
        foreach (IGrouping<string, LoadSource> run in given.GroupBy(r => r.Manifest.Options.Shard is null ? r.Uri : RunFolder().Match(r.Uri).Value + FileName))
        {
            LoadSource whole = run.FirstOrDefault(r => r.Manifest.Options.Shard is null)
                ?? await _watch.ReadAsync(run.Select(r => (r.Uri, r.Manifest)), () => JoinAsync([.. run], request, cancellationToken), cancellationToken).ConfigureAwait(false);
            runs.Add(await _watch.ReadAsync([(whole.Uri, whole.Manifest)], () => CheckPartsAsync(whole, cancellationToken), cancellationToken).ConfigureAwait(false));
        }

        return runs;
    }

    private async Task<LoadSource> JoinAsync(IReadOnlyList<LoadSource> run, LoadPipelineRequest request, CancellationToken cancellationToken)
    {
        if (shards is null)
            throw CtiException.Usage("load", $"{run[0].Uri} is a shard of a run; whole runs are expected here.");
        return request.DryRun ? RunResolver.Provisional(run) : await shards.ResolveAsync(run, request.Dataset, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The manifest at a place, or those of all shards of a run that has none of its own yet.</summary>
    private async Task<IReadOnlyList<LoadSource>> ReadAsync(string input, CancellationToken cancellationToken)
    {
        string uri = StoreUri.Parse(input, "load").ToString();
        if (!uri.EndsWith(".json", StringComparison.Ordinal))
            uri = StoreUri.Combine(uri, FileName);
        if (await _manifests.TryReadAsync(uri, cancellationToken).ConfigureAwait(false) is { } manifest)
            return [new LoadSource(uri, manifest)];
        Match folder = RunFolder().Match(uri);
        if (folder.Success)
        {
            // A shard's files go once the run of all shards is there: then that is what is meant.
            string whole = folder.Value + FileName;
            if (whole != uri && await _manifests.TryReadAsync(whole, cancellationToken).ConfigureAwait(false) is { } run)
                return [new LoadSource(whole, run)];
            if (whole == uri && await FindShardsAsync(folder.Value, cancellationToken).ConfigureAwait(false) is { Count: > 0 } found)
                return found;
        }

        throw CtiException.Usage("load", $"there is no manifest at {uri}; give the manifest that extract-transform's result names, or its run's folder under _runs/.");
    }

    private async Task<IReadOnlyList<LoadSource>> FindShardsAsync(string folder, CancellationToken cancellationToken)
    {
        List<LoadSource> found = [];
        await foreach (ObjectInfo listed in store.ListAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            if (ShardManifest().IsMatch(listed.Uri) && await _manifests.TryReadAsync(listed.Uri, cancellationToken).ConfigureAwait(false) is { } manifest)
                found.Add(new LoadSource(listed.Uri, manifest));
        }

        return found;
    }

    [GeneratedRegex("^.*/_runs/[^/]+/", RegexOptions.CultureInvariant)]
    private static partial Regex RunFolder();

    [GeneratedRegex("/shard=[0-9]+-of-[0-9]+/manifest[.]json$", RegexOptions.CultureInvariant)]
    private static partial Regex ShardManifest();

    private static void Check(LoadSource run, LoadPipelineRequest request)
    {
        Manifest manifest = run.Manifest;
        Dataset dataset = request.Dataset;
        if (manifest.Contract != KnownContract)
            throw CtiException.Usage("load", string.Create(CultureInfo.InvariantCulture, $"{run.Uri} is of contract version {manifest.Contract}, this program knows version {KnownContract}; load it with the version that wrote it ({manifest.Tool})."));
        if (manifest.IsVoid)
            throw CtiException.Usage("load", $"{run.Uri} is of a run that was given up before it was done, its objects are in a later one; give that one's manifest.");
        if (manifest.Dataset != dataset.Name)
            throw CtiException.Usage("load", $"{run.Uri} is of dataset {manifest.Dataset}, not {dataset.Name}; say --dataset {manifest.Dataset}.");
        if (request.RunKey is { } key && manifest.Run != key)
            throw CtiException.Usage("load", $"{run.Uri} is of run {manifest.Run}, not of {key}, which --run-key names.");
        ManifestOutput? foreign = manifest.Outputs.FirstOrDefault(o => dataset.Tables.All(t => t.Name != o.Table));
        if (foreign is not null)
            throw CtiException.Usage("load", $"{run.Uri} lists {foreign.Uri} for table {foreign.Table}, which dataset {dataset.Name} does not have.");
    }

    private async Task<LoadSource> CheckPartsAsync(LoadSource run, CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellationToken };
        string?[] faults = new string?[run.Manifest.Outputs.Count];
        await Parallel.ForAsync(0, faults.Length, options, async (i, token) => faults[i] = await FaultAsync(run.Manifest.Outputs[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        string[] found = [.. faults.OfType<string>()];
        return found.Length == 0 ? run : throw CtiException.Usage("load", $"{run.Uri}: {string.Join("; ", found)}. Run the extract again under another run key.");
    }

    private async Task<string?> FaultAsync(ManifestOutput part, CancellationToken cancellationToken)
    {
        ObjectInfo? info = await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false);
        if (info is null)
            return $"part {part.Uri} is missing";
        return info.Size == part.Bytes ? null : string.Create(CultureInfo.InvariantCulture, $"part {part.Uri} has {info.Size} bytes instead of {part.Bytes}");
    }
}
