using Cti.Failures;
using Cti.ObjectStores;
using Cti.Pipelines.Sharding;
using Cti.Warehouses;

namespace Cti.Pipelines;

/// <summary>Manifests in, warehouse tables out: read and check them all, then load.</summary>
/// <param name="store">Where manifests and parts are.</param>
/// <param name="warehouse">Where the rows go.</param>
/// <param name="shards">Makes one run of the shards of one; null where none are to be loaded.</param>
public sealed class LoadPipeline(IObjectStore store, IWarehouse warehouse, RunResolver? shards = null)
{
    private readonly RunReader _runs = new(store, shards);
    private readonly RevisionWatch _watch = new(store);

    /// <summary>Loads to the end, or says what would be done.</summary>
    /// <exception cref="CtiException">Usage: a manifest or part is missing or wrong; Transient: an erasure replaced files meanwhile; further as <see cref="IWarehouse"/>.</exception>
    public async Task<LoadOutcome> RunAsync(LoadPipelineRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        IReadOnlyList<LoadSource> runs = await _runs.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        LoadRequest load = new(request.Dataset, runs, request.Mode, request.Month, request.Create);
        if (request.DryRun)
            return new LoadOutcome(runs, [], await warehouse.PlanAsync(load, cancellationToken).ConfigureAwait(false));

        // No warehouse tells how far it is within its transaction.
        progress.Begin("load", totalBytes: 0);
        try
        {
            IReadOnlyList<TableLoad> loads = await _watch.ReadAsync(runs.Select(r => (r.Uri, r.Manifest)), () => warehouse.LoadAsync(load, cancellationToken), cancellationToken).ConfigureAwait(false);
            progress.Report(loads.Sum(l => l.Staged), bytes: 0);
            return new LoadOutcome(runs, loads, []);
        }
        finally
        {
            progress.End();
        }
    }
}
