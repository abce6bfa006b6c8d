using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Records;
using Cti.Sinks.Runs;

namespace Cti.Sinks.Parquet;

/// <summary>Writes the encoded rows of one table to Parquet parts of bounded size, in order, and each part's <c>_lines</c> beside the manifest.</summary>
/// <remarks>A part is complete in the store once it is closed; it belongs to a run only when the manifest names it.</remarks>
public sealed class TableSink : IAsyncDisposable
{
    private readonly IObjectStore _store;
    private readonly RunLayout _layout;
    private readonly TableDefinition _table;
    private readonly ParquetWriterOptions _options;
    private readonly ParquetSchema _schema;
    private readonly long _partBytes;
    private readonly List<ManifestOutput> _parts = [];
    private OpenPart? _open;

    /// <summary>A sink that has written nothing.</summary>
    /// <param name="store">Where the parts go.</param>
    /// <param name="layout">The run's places.</param>
    /// <param name="table">The table.</param>
    /// <param name="options">How files are written; the same as the encoders'.</param>
    /// <param name="partBytes">Bytes after which a part is closed. Default: 64 MiB.</param>
    public TableSink(IObjectStore store, RunLayout layout, TableDefinition table, ParquetWriterOptions options, long partBytes = 64L << 20)
    {
        _store = store;
        _layout = layout;
        _table = table;
        _options = options;
        _partBytes = partBytes;
        _schema = TableSchema.Of(table);
    }

    /// <summary>The parts closed so far.</summary>
    public IReadOnlyList<ManifestOutput> Parts => _parts;

    /// <summary>Appends a row group; one without rows leaves no trace. The rows are not disposed.</summary>
    public async ValueTask AppendAsync(EncodedRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Group.Rows == 0)
            return;
        _open ??= await OpenPart.CreateAsync(_store, _layout, _table.Name, _parts.Count, _schema, _options, cancellationToken).ConfigureAwait(false);
        await _open.AppendAsync(rows, cancellationToken).ConfigureAwait(false);
        if (_open.Bytes >= _partBytes)
            await ClosePartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the open part. A run without rows has one part without rows, so that its schema is known.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_open is null && _parts.Count == 0)
            _open = await OpenPart.CreateAsync(_store, _layout, _table.Name, 0, _schema, _options, cancellationToken).ConfigureAwait(false);
        if (_open is not null)
            await ClosePartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the parts closed so far: the run is not to be.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        foreach (ManifestOutput part in _parts)
        {
            await _store.DeleteAsync(part.Uri, cancellationToken).ConfigureAwait(false);
            await _store.DeleteAsync(part.Lines, cancellationToken).ConfigureAwait(false);
        }

        _parts.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync().ConfigureAwait(false);
        _open = null;
    }

    private async Task ClosePartAsync(CancellationToken cancellationToken)
    {
        _parts.Add(await _open!.CloseAsync(_table, cancellationToken).ConfigureAwait(false));
        await DisposeAsync().ConfigureAwait(false);
    }
}
