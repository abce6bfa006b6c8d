using Cti.Quality.References;
using Cti.Records;

namespace Cti.Pipelines.References;

/// <summary>A place that knows records which others refer to: a warehouse, or runs.</summary>
public interface IReferences
{
    /// <summary>What decides the answers: it changes when records are added. Empty where nothing is known of the dataset.</summary>
    Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken);

    /// <summary>Tells the keys of the dataset's records that are known, and of those that were rejected.</summary>
    /// <param name="dataset">Whose records.</param>
    /// <param name="keys">Takes them, and says which matter.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task FindAsync(Dataset dataset, ForeignKeySet keys, CancellationToken cancellationToken);
}
