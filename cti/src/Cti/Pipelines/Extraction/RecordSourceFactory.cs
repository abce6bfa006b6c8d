using Cti.ObjectStores;
using Cti.Records;
using Cti.Sources;
using Cti.Sources.Csv;
using Cti.Sources.Json;

namespace Cti.Pipelines.Extraction;

/// <summary>Opens inputs in the form that their dataset comes in: CSV or JSON.</summary>
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
        if (dataset.Json is { } json)
            return new JsonRecordSource(inputs, store, dataset.RawFields, json, new JsonSourceOptions { Warn = warn }, _pool);
        return new CsvRecordSource(inputs, store, dataset.RawFields, new CsvSourceOptions { Warn = warn }, _pool);
    }
}
