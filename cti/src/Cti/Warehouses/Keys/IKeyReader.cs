using Cti.Records;

namespace Cti.Warehouses.Keys;

/// <summary>A warehouse that can be asked which records of a dataset it holds: by the first column of the key of the dataset's first table.</summary>
/// <remarks>A table that is not there holds none. Failures as of <see cref="IWarehouse"/>.</remarks>
public interface IKeyReader
{
    /// <summary>What decides which records it holds: its ledger's runs and revisions; of a table that no run is noted of, the number of rows. Empty where there is no table.</summary>
    Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken);

    /// <summary>Finds which records it holds.</summary>
    /// <param name="dataset">Whose.</param>
    /// <param name="keys">The keys that matter, as text. They may be read several times, or not at all.</param>
    /// <param name="found">Takes each key that is there, in UTF-8; perhaps others that do not matter, too.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task FindAsync(Dataset dataset, IEnumerable<string> keys, Action<ReadOnlySpan<byte>> found, CancellationToken cancellationToken);
}
