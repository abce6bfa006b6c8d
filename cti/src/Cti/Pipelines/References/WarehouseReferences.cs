using Cti.Quality.References;
using Cti.Records;
using Cti.Warehouses;
using Cti.Warehouses.Keys;

namespace Cti.Pipelines.References;

/// <summary>What is loaded into a warehouse. It knows nothing of what was rejected.</summary>
/// <param name="open">Opens the warehouse.</param>
internal sealed class WarehouseReferences(Func<IWarehouse> open) : IReferences
{
    /// <inheritdoc/>
    public async Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        IWarehouse warehouse = open();
        await using (warehouse.ConfigureAwait(false))
            return await Keys(warehouse).StateAsync(dataset, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task FindAsync(Dataset dataset, ForeignKeySet keys, CancellationToken cancellationToken)
    {
        IWarehouse warehouse = open();
        await using (warehouse.ConfigureAwait(false))
            await Keys(warehouse).FindAsync(dataset, keys.Wanted(), keys.AddKnown, cancellationToken).ConfigureAwait(false);
    }

    private static IKeyReader Keys(IWarehouse warehouse) => warehouse as IKeyReader
        ?? throw Failures.CtiException.Usage("settings", $"--references: {warehouse.Kind} cannot be asked for keys; name duckdb:PATH, postgres, redshift, or the output of runs.");
}
