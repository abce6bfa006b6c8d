using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records.Batches;
using Cti.Sources.Quarantine;
using Cti.Warehouses.Faults;

namespace Cti.Pipelines.Rewriting;

/// <summary>Reads a part's <c>_lines</c> beside its rows, and tells batches where their rows come from.</summary>
/// <param name="sources">The run's input objects, by URI: their index.</param>
internal sealed class LineOrigins(IReadOnlyDictionary<string, int> sources) : IAsyncDisposable
{
    private string _uri = string.Empty;
    private IAsyncEnumerator<ReadOnlyMemory<byte>>? _lines;
    private LineStretch? _stretch;
    private long _used;
    private long _line;

    /// <summary>Opens a <c>_lines</c> file.</summary>
    /// <exception cref="CtiException">Usage: it is not there.</exception>
    public async Task OpenAsync(IObjectStore store, string uri, CancellationToken cancellationToken)
    {
        ObjectInfo info = await store.StatAsync(uri, cancellationToken).ConfigureAwait(false)
            ?? throw CtiException.Usage("read", $"{uri} is not there, though the manifest lists it: run the extract again under another run key.");
        _uri = uri;
        _lines = ObjectLines.ReadAsync(store, info, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>Fills the origins of a batch's rows, the next ones of the part.</summary>
    public async ValueTask FillAsync(RecordBatch batch)
    {
        BatchSegment? segment = null;
        for (int row = 0; row < batch.RowCount; row++)
        {
            if (_stretch is null || _used == _stretch.Rows)
                await NextAsync().ConfigureAwait(false);
            else
                _line += _stretch.Steps is { } steps ? steps[(int)_used - 1] : 1;
            _used++;
            int source = sources[_stretch!.Source];
            if (segment is null || segment.Source != source || _line - segment.FirstLine > int.MaxValue)
            {
                segment = new BatchSegment { Source = source, FirstRow = row, FirstLine = _line };
                batch.Segments.Add(segment);
            }

            batch.Lines[row] = (int)(_line - segment.FirstLine);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_lines is not null)
            await _lines.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask NextAsync()
    {
        try
        {
            _stretch = await _lines!.MoveNextAsync().ConfigureAwait(false) ? JsonSerializer.Deserialize(_lines.Current.Span, LineStretchJson.Default.LineStretch) : null;
        }
        catch (JsonException error)
        {
            throw CtiException.Usage("read", $"{_uri} is damaged: {error.Message} Run the extract again under another run key.", error);
        }

        if (_stretch is not { Rows: > 0 } || !sources.ContainsKey(_stretch.Source))
            throw CtiException.Usage("read", $"{_uri} does not tell where all rows of its part come from: it is damaged; run the extract again under another run key.");
        (_line, _used) = (_stretch.Line, 0);
    }
}
