using System.Globalization;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Warehouses;

namespace Cti.Pipelines;

/// <summary>Reads the manifests that a load is given, and finds out what is wrong with them before anything is changed.</summary>
internal sealed class RunReader(IObjectStore store)
{
    private const string FileName = "manifest.json";
    private const int KnownContract = 1;
    private const int PartsAtOnce = 8;
    private readonly ManifestStore _manifests = new(store);

    /// <summary>Reads and checks all, each once, in the order given.</summary>
    /// <exception cref="CtiException">Usage: one is missing, of another dataset or version, or its parts are not as it says.</exception>
    public async Task<IReadOnlyList<LoadSource>> ReadAsync(LoadPipelineRequest request, CancellationToken cancellationToken)
    {
        List<LoadSource> runs = [];
        foreach (string input in request.Inputs)
        {
            LoadSource run = await ReadAsync(input, cancellationToken).ConfigureAwait(false);
            if (runs.Any(r => r.Uri == run.Uri))
                continue;
            Check(run, request);
            await CheckPartsAsync(run, cancellationToken).ConfigureAwait(false);
            runs.Add(run);
        }

        return runs;
    }

    private async Task<LoadSource> ReadAsync(string input, CancellationToken cancellationToken)
    {
        string uri = StoreUri.Parse(input, "load").ToString();
        if (!uri.EndsWith(".json", StringComparison.Ordinal))
            uri = StoreUri.Combine(uri, FileName);
        Manifest manifest = await _manifests.TryReadAsync(uri, cancellationToken).ConfigureAwait(false)
            ?? throw CtiException.Usage("load", $"there is no manifest at {uri}; give the manifest that extract-transform's result names, or its run's folder under _runs/.");
        return new LoadSource(uri, manifest);
    }

    private static void Check(LoadSource run, LoadPipelineRequest request)
    {
        Manifest manifest = run.Manifest;
        Dataset dataset = request.Dataset;
        if (manifest.Contract != KnownContract)
            throw CtiException.Usage("load", string.Create(CultureInfo.InvariantCulture, $"{run.Uri} is of contract version {manifest.Contract}, this program knows version {KnownContract}; load it with the version that wrote it ({manifest.Tool})."));
        if (manifest.Dataset != dataset.Name)
            throw CtiException.Usage("load", $"{run.Uri} is of dataset {manifest.Dataset}, not {dataset.Name}; say --dataset {manifest.Dataset}.");
        if (request.RunKey is { } key && manifest.Run != key)
            throw CtiException.Usage("load", $"{run.Uri} is of run {manifest.Run}, not of {key}, which --run-key names.");
        ManifestOutput? foreign = manifest.Outputs.FirstOrDefault(o => dataset.Tables.All(t => t.Name != o.Table));
        if (foreign is not null)
            throw CtiException.Usage("load", $"{run.Uri} lists {foreign.Uri} for table {foreign.Table}, which dataset {dataset.Name} does not have.");
    }

    private async Task CheckPartsAsync(LoadSource run, CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellationToken };
        string?[] faults = new string?[run.Manifest.Outputs.Count];
        await Parallel.ForAsync(0, faults.Length, options, async (i, token) => faults[i] = await FaultAsync(run.Manifest.Outputs[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        string[] found = [.. faults.OfType<string>()];
        if (found.Length > 0)
            throw CtiException.Usage("load", $"{run.Uri}: {string.Join("; ", found)}. Run the extract again under another run key.");
    }

    private async Task<string?> FaultAsync(ManifestOutput part, CancellationToken cancellationToken)
    {
        ObjectInfo? info = await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false);
        if (info is null)
            return $"part {part.Uri} is missing";
        return info.Size == part.Bytes ? null : string.Create(CultureInfo.InvariantCulture, $"part {part.Uri} has {info.Size} bytes instead of {part.Bytes}");
    }
}
