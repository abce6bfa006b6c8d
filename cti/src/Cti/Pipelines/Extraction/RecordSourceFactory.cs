using Cti.ObjectStores;
using Cti.Records;
using Cti.Sources;
using Cti.Sources.Csv;

namespace Cti.Pipelines.Extraction;

/// <summary>Opens inputs in the form that their dataset comes in; all datasets so far are CSV.</summary>
/// <param name="store">Where the inputs are.</param>
/// <param name="warn">Takes a warning about an input, one sentence.</param>
public sealed class RecordSourceFactory(IObjectStore store, Action<string> warn) : IRecordSourceFactory
{
    // Arrays pass from block to block for as long as the run goes on; two passes over an input share them.
    private readonly BufferPool _pool = new();

    /// <inheritdoc/>
    public IRecordSource Open(Dataset dataset, IReadOnlyList<ObjectInfo> inputs)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new CsvRecordSource(inputs, store, dataset.RawFields, new CsvSourceOptions { Warn = warn }, _pool);
    }
}
