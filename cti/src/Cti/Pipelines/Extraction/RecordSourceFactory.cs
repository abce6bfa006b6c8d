using System.Collections.Concurrent;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Sources;
using Cti.Sources.Csv;
using Cti.Sources.Json;
using Cti.Sources.Quarantine;

namespace Cti.Pipelines.Extraction;

/// <summary>Opens inputs in the form that their dataset comes in: CSV or JSON.</summary>
/// <param name="store">Where the inputs are.</param>
/// <param name="warn">Takes a warning about an input, one sentence.</param>
public sealed class RecordSourceFactory(IObjectStore store, Action<string> warn) : IRecordSourceFactory
{
    // Arrays pass from block to block for as long as the run goes on; two passes over an input share them.
    private readonly BufferPool _pool = new();
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IRecordSource Open(Dataset dataset, IReadOnlyList<ObjectInfo> inputs)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Json is { } json)
            return new JsonRecordSource(inputs, store, dataset.RawFields, json, new JsonSourceOptions { BlockBytes = json.BlockBytes, Warn = WarnOnce }, _pool);
        return new CsvRecordSource(inputs, store, dataset.RawFields, new CsvSourceOptions { Warn = WarnOnce }, _pool);
    }

    /// <inheritdoc/>
    public IRecordSource OpenReplay(Dataset dataset, ReplayOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(origin);
        ReplayInputs inputs = new(origin.Parts, origin.Sources, origin.Headers, origin.Fixed, origin.OnlyReferences);
        RejectReader rejects = new(store);
        return dataset.Json is { } json
            ? new ReplayRecordSource<JsonLayout>(inputs, rejects, new JsonReplay(dataset.RawFields, json, new JsonSourceOptions { Warn = WarnOnce }, _pool), _pool)
            : new ReplayRecordSource<CsvLayout>(inputs, rejects, new CsvReplay(dataset.RawFields, new CsvSourceOptions { Warn = WarnOnce }, _pool), _pool);
    }

    private void WarnOnce(string warning)
    {
        if (_said.TryAdd(warning, true))
            warn(warning);
    }
}
