using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.Extraction;
using Cti.Pipelines.Rewriting;
using Cti.Records;
using Cti.Sinks.Quarantine;
using Cti.Sinks.Runs;
using Cti.Telemetry;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Reading;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Sharding;

/// <summary>Makes one run of all its shards: the rows, counts and rejects of a single run, under a manifest like any other.</summary>
/// <remarks>
/// Everything it writes follows from the shards, and lies where it follows from the run key: an attempt that was killed is done again with the same
/// bytes. The manifest is put last, on condition that there is none; only then do the shards' own files go.
/// </remarks>
/// <param name="store">Where everything is.</param>
/// <param name="sources">Opens inputs again, for the bytes of records that only now turn out to be conflicts.</param>
/// <param name="tool">Program and version, as <c>cti 1.2.3</c>.</param>
/// <param name="resources">Memory, threads, scratch space.</param>
/// <param name="pepper">Finds persons who were erased in records that only now are rejected.</param>
/// <param name="logger">Hears of each step.</param>
public sealed class RunResolver(IObjectStore store, IRecordSourceFactory sources, string tool, RunResources resources, ErasurePepper pepper, ILogger logger)
{
    private readonly ManifestStore _manifests = new(store);

    /// <summary>Makes the run, unless it is there already.</summary>
    /// <param name="shards">Manifests of shards of one run.</param>
    /// <param name="dataset">Their dataset.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CtiException">Usage: a shard is missing or of another plan, or a file is not as its manifest says.</exception>
    public async Task<LoadSource> ResolveAsync(IReadOnlyList<LoadSource> shards, Dataset dataset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(dataset);
        RunLayout layout = LayoutOf(shards[0]);
        if (await FindAsync(layout, shards[0], cancellationToken).ConfigureAwait(false) is { } there)
        {
            await RemoveAsync(shards, cancellationToken).ConfigureAwait(false);
            return there;
        }

        ShardSet set = ShardSet.Of(shards);
        LoadSource? run = null;
        try
        {
            run = await MakeAsync(set, dataset, layout, cancellationToken).ConfigureAwait(false);
        }
        catch (CtiException) when (run is null)
        {
            // Another load may have made the run in the meantime, and removed what this one was reading.
            run = await FindAsync(layout, shards[0], cancellationToken).ConfigureAwait(false);
            if (run is null)
                throw;
        }

        await RemoveAsync(set.Sources, cancellationToken).ConfigureAwait(false);
        return run;
    }

    /// <summary>The run as it would be listed if no two shards had a row in common: for what only needs its places.</summary>
    internal static LoadSource Provisional(IReadOnlyList<LoadSource> shards)
    {
        ShardSet set = ShardSet.Of(shards);
        return new LoadSource(LayoutOf(shards[0]).Manifest, ShardedManifest.Of(
            set, set.Any.Tool, [.. set.Inputs.Select(i => i.Counts)], [.. set.Sources.SelectMany(s => s.Manifest.Outputs)], set.Any.Rejects));
    }

    private static RunLayout LayoutOf(LoadSource shard)
    {
        string uri = shard.Uri;
        int end = uri.LastIndexOf($"/_runs/{shard.Manifest.Run}/", StringComparison.Ordinal);
        return end < 0
            ? throw CtiException.Usage("load", $"{uri} is a shard's manifest outside the folder of its run, _runs/{shard.Manifest.Run}/; give it where it was written.")
            : new RunLayout(uri[..end], shard.Manifest.Run);
    }

    private async Task<LoadSource?> FindAsync(RunLayout layout, LoadSource shard, CancellationToken cancellationToken)
    {
        Manifest? manifest = await _manifests.TryReadAsync(layout.Manifest, cancellationToken).ConfigureAwait(false);
        if (manifest is not null && manifest.Fingerprint != shard.Manifest.Fingerprint)
            throw CtiException.Usage("load", $"{layout.Manifest} is of a run over other inputs or options than {shard.Uri}; run the shards again under another --run-key.");
        return manifest is null ? null : new LoadSource(layout.Manifest, manifest);
    }

    private async Task<LoadSource> MakeAsync(ShardSet shards, Dataset dataset, RunLayout layout, CancellationToken cancellationToken)
    {
        ShardErasures erasures = await ShardErasures.ReadAsync(store, shards, dataset, layout.Output, resources, pepper, cancellationToken).ConfigureAwait(false);
        MemoryPlan memory = MemoryPlan.For(resources.MemoryBytes, resources.Threads, layout.Output.Contains("://", StringComparison.Ordinal));
        using ShardResolution resolution = new(shards, dataset, memory.DeduplicationBytes, resources.SpillFolder);
        await resolution.RunAsync(store, cancellationToken).ConfigureAwait(false);
        logger.ShardsCompared(shards.Sources.Count, layout.Run, resolution.ChangedRows);

        RejectSink rejects = new(store, layout);
        await using (rejects.ConfigureAwait(false))
        {
            RejectResolver quarantine = new(store, sources, shards, dataset, rejects, erasures);
            await quarantine.RunAsync(resolution.GoingRejects(), resolution.AppearingRejects(), cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ManifestOutput> parts = await ResolvePartsAsync(shards, dataset, layout, resolution, cancellationToken).ConfigureAwait(false);
            Manifest manifest = ShardedManifest.Of(shards, tool, resolution.Counts, parts, quarantine.Written);
            ShardedManifest.CheckBalance(manifest, dataset);
            if (!await _manifests.PutAsync(layout.Manifest, manifest, cancellationToken).ConfigureAwait(false))
                return (await FindAsync(layout, shards.Sources[0], cancellationToken).ConfigureAwait(false))!;

            // The manifest first, then this look, as of any run: an erasure that began before either is seen here, or sees the manifest.
            if (await erasures.HasNewAsync(cancellationToken).ConfigureAwait(false))
                await WithdrawAsync(layout, manifest, cancellationToken).ConfigureAwait(false);
            logger.ManifestWritten(layout.Manifest);
            return new LoadSource(layout.Manifest, manifest);
        }
    }

    /// <summary>Takes the run back, which nothing was told of; the shards are still there.</summary>
    private async Task WithdrawAsync(RunLayout layout, Manifest manifest, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(layout.Manifest, cancellationToken).ConfigureAwait(false);
        foreach (string uri in manifest.Outputs.SelectMany(o => new[] { o.Uri, o.Lines }).Concat(manifest.Rejects.Parts.Select(p => p.Uri)))
            await store.DeleteAsync(uri, cancellationToken).ConfigureAwait(false);
        throw CtiException.Transient("erase", $"An erasure began while run {layout.Run} was made of its shards, so the run was taken back; the next try makes it without the persons.");
    }

    private async Task<IReadOnlyList<ManifestOutput>> ResolvePartsAsync(
        ShardSet shards, Dataset dataset, RunLayout layout, ShardResolution resolution, CancellationToken cancellationToken)
    {
        using ScratchFolder scratch = new(resources.SpillFolder);
        using PartReader engine = PartReader.Open(new DuckDbOptions(resources.MemoryBytes, resources.Threads, resources.SpillFolder), scratch.Path);
        ParquetWriterOptions parquet = ExtractTransformPipeline.ParquetOptions(shards.Any.Options.Codec, tool);
        PartRewriter rewriter = new(store, parquet, [.. shards.Inputs.Select(i => i.Uri)], engine, scratch.Path);
        PartResolver parts = new(store, shards, dataset, layout, rewriter);
        IReadOnlyList<ManifestOutput> outputs = await parts.RunAsync(resolution.Rows(), cancellationToken).ConfigureAwait(false);
        logger.PartsRewritten(parts.Rewritten, outputs.Count, layout.Run);
        return outputs;
    }

    /// <summary>Removes the shards' own files, which nothing needs any more and an erasure would not find; each manifest last, so that it can be done again.</summary>
    private async Task RemoveAsync(IReadOnlyList<LoadSource> shards, CancellationToken cancellationToken)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
        try
        {
            foreach (LoadSource shard in shards.Where(s => s.Manifest.Options.Shard is not null))
            {
                Manifest manifest = shard.Manifest;
                IEnumerable<string> files = [.. manifest.Outputs.SelectMany(o => new[] { o.Uri, o.Lines }), .. manifest.Rejects.Parts.Select(p => p.Uri), manifest.Keys?.Uri ?? shard.Uri];
                await Parallel.ForEachAsync(files, options, async (uri, token) => await store.DeleteAsync(uri, token).ConfigureAwait(false)).ConfigureAwait(false);
                await store.DeleteAsync(shard.Uri, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CtiException failure)
        {
            // The run is complete: what is left over must not keep its rows from being loaded.
            logger.ShardsLeft(shards[0].Manifest.Run, failure.Message);
        }
    }
}
