using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Raw batches to typed batches. Keeps scratch memory between blocks: one instance a thread.</summary>
public abstract class BlockTransform
{
    /// <summary>The transform of a dataset.</summary>
    public static BlockTransform For(Dataset dataset, TransformOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Router is null ? new FlatTransform(dataset, options) : new RoutedTransform(dataset, dataset.Router, options);
    }

    /// <summary>Fills <paramref name="batch"/>; the raw batch is still needed for the bytes of the rejects.</summary>
    public abstract void Run(RawBatch raw, RecordBatch batch);
}
