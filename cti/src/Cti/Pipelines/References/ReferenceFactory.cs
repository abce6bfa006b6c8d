using Cti.ObjectStores;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Pipelines.References;

/// <summary>Opens what <c>--references</c> names.</summary>
/// <param name="store">Where runs are.</param>
/// <param name="sources">Reads what runs rejected.</param>
/// <param name="engine">What the reader of runs' parts may use.</param>
/// <param name="warehouse">Makes the warehouse of a name.</param>
public sealed class ReferenceFactory(IObjectStore store, IRecordSourceFactory sources, DuckDbOptions engine, Func<string, IWarehouse> warehouse)
{
    /// <summary>The names as the run key has them: absolute, each once, in ordinal order, for their order changes nothing.</summary>
    public static IReadOnlyList<string> Normalise(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.Select(n => WarehouseFactory.IsMeant(n) ? WarehouseFactory.Absolute(n) : StoreUri.Parse(n, "arguments").ToString().TrimEnd('/')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Opens one; nothing is read before it is asked.</summary>
    public IReferences Open(string name) => WarehouseFactory.IsMeant(name)
        ? new WarehouseReferences(() => warehouse(name))
        : new RunReferences(name, store, sources, engine);
}
