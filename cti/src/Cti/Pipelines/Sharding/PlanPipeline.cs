using Cti.Manifests;
using Cti.ObjectStores;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Sharding;

/// <summary>Inputs in, shards out: what <c>extract-transform --shard</c> will find by itself, for whoever fans the shards out.</summary>
/// <param name="store">Where the inputs are.</param>
/// <param name="logger">Hears of what is missing.</param>
public sealed class PlanPipeline(IObjectStore store, ILogger logger)
{
    /// <summary>Lists and plans; reads no object.</summary>
    /// <param name="request">Dataset, inputs and what a missing one means.</param>
    /// <param name="shards">How many shards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Failures.CtiException">As an extract's listing.</exception>
    public async Task<PlannedRun> RunAsync(ExtractTransformRequest request, int shards, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<ObjectInfo> inputs = await new InputListing(store, logger).ResolveAsync(request, cancellationToken).ConfigureAwait(false);
        return new PlannedRun(
            request.Dataset.Name,
            inputs.Count,
            inputs.Sum(i => i.Size),
            [.. ShardPlan.Of(inputs, shards).Select((range, index) => Describe(new Shard(index, shards), [.. inputs.Take(range)]))]);
    }

    private static PlannedShard Describe(Shard shard, IReadOnlyList<ObjectInfo> inputs) => new(shard.ToString(), inputs.Count, inputs.Sum(i => i.Size), [.. inputs.Select(i => i.Uri)]);
}
