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
    private readonly bool _closesBehind;
    private OpenPart? _open;
    private Task<ManifestOutput>? _closing;
    private int _begun;

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

        // A remote part keeps its transfer buffers until it is closed, and they are budgeted for once.
        _closesBehind = !layout.Output.Contains("://", StringComparison.Ordinal);
    }

    /// <summary>The parts closed so far.</summary>
    public IReadOnlyList<ManifestOutput> Parts => _parts;

    /// <summary>Appends a row group; one without rows leaves no trace. The rows are not disposed.</summary>
    public async ValueTask AppendAsync(EncodedRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Group.Rows == 0)
            return;
        _open ??= await BeginPartAsync(cancellationToken).ConfigureAwait(false);
        await _open.AppendAsync(rows, cancellationToken).ConfigureAwait(false);
        if (_open.Bytes >= _partBytes)
            await ClosePartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the open part. A run without rows has one part without rows, so that its schema is known.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_begun == 0)
            _open = await BeginPartAsync(cancellationToken).ConfigureAwait(false);
        if (_open is not null)
            await ClosePartAsync(cancellationToken).ConfigureAwait(false);
        await EndClosingAsync().ConfigureAwait(false);
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
        if (_closing is not null)
            await ((Task)_closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_closing is { IsCompletedSuccessfully: true })
            await EndClosingAsync().ConfigureAwait(false);
        if (_open is not null)
            await _open.DisposeAsync().ConfigureAwait(false);
        _open = null;
    }

    private async Task<OpenPart> BeginPartAsync(CancellationToken cancellationToken) =>
        await OpenPart.CreateAsync(_store, _layout, _table.Name, _begun++, _schema, _options, cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the open part; a local one behind the next one's back, for the disk takes its time to keep it.</summary>
    private async Task ClosePartAsync(CancellationToken cancellationToken)
    {
        await EndClosingAsync().ConfigureAwait(false);
        OpenPart part = _open!;
        _open = null;
        _closing = Task.Run(() => CloseAsync(part, cancellationToken), CancellationToken.None);
        if (!_closesBehind)
            await EndClosingAsync().ConfigureAwait(false);
    }

    private async Task<ManifestOutput> CloseAsync(OpenPart part, CancellationToken cancellationToken)
    {
        await using (part.ConfigureAwait(false))
            return await part.CloseAsync(_table, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndClosingAsync()
    {
        if (_closing is null)
            return;
        _parts.Add(await _closing.ConfigureAwait(false));
        _closing = null;
    }
}
