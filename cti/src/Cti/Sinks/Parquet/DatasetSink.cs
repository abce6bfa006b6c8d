using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Records;
using Cti.Sinks.Runs;

namespace Cti.Sinks.Parquet;

/// <summary>The sinks of all tables of a dataset.</summary>
public sealed class DatasetSink : IAsyncDisposable
{
    private readonly TableSink[] _tables;
    private readonly bool _oneTableARecord;

    /// <summary>Sinks that have written nothing.</summary>
    /// <param name="store">Where the parts go.</param>
    /// <param name="layout">The run's places.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="options">How files are written; the same as the encoders'.</param>
    public DatasetSink(IObjectStore store, RunLayout layout, Dataset dataset, ParquetWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        _tables = [.. dataset.Tables.Select(table => new TableSink(store, layout, table, options))];
        _oneTableARecord = dataset.Router is not null;
    }

    /// <summary>The parts closed so far, by table.</summary>
    public IReadOnlyList<ManifestOutput> Parts => [.. _tables.SelectMany(t => t.Parts)];

    /// <summary>Records that the parts hold: rows of a first table that other rows hang on count once.</summary>
    public long Records => _oneTableARecord ? Parts.Sum(p => p.Rows) : _tables[0].Parts.Sum(p => p.Rows);

    /// <summary>Appends a block's row groups, in the order of the dataset's tables. They are not disposed.</summary>
    public async ValueTask AppendAsync(IReadOnlyList<EncodedRows> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (int table = 0; table < _tables.Length; table++)
            await _tables[table].AppendAsync(rows[table], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the open parts.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => Task.WhenAll(_tables.Select(table => table.CommitAsync(cancellationToken)));

    /// <summary>Removes the parts closed so far: the run is not to be.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        foreach (TableSink table in _tables)
            await table.RemoveAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (TableSink table in _tables)
            await table.DisposeAsync().ConfigureAwait(false);
    }
}
