using System.Collections.Concurrent;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Records.Raw;

namespace Cti.Sources.Json;

/// <summary>JSON objects one after another as blocks of raw records: on lines of their own or without a separator, plain or gzip.</summary>
public sealed class JsonRecordSource : IRecordSource
{
    // More would only hold memory: so many blocks are hardly parsed or waiting at once.
    private const int MaxIdle = 16;

    private readonly IReadOnlyList<string> _rawFields;
    private readonly JsonForm _form;
    private readonly JsonLimits _limits;
    private readonly UnknownNames _unknown;
    private readonly BufferPool _pool;
    private readonly ObjectSequence _objects;
    private readonly BlockReader<JsonLayout> _reader;
    private readonly ConcurrentBag<JsonParser> _parsers = [];
    private readonly ConcurrentBag<RawBatch> _batches = [];

    /// <summary>Makes a source; nothing is opened yet.</summary>
    /// <param name="inputs">The objects, in the order of the run.</param>
    /// <param name="store">Where they are.</param>
    /// <param name="rawFields">The dataset's declared fields, as paths.</param>
    /// <param name="form">How they are read.</param>
    /// <param name="options">Sizes and limits.</param>
    /// <param name="pool">Gives the blocks' buffers and takes them back.</param>
    public JsonRecordSource(
        IReadOnlyList<ObjectInfo> inputs, IObjectStore store, IReadOnlyList<string> rawFields, JsonForm form, JsonSourceOptions options, BufferPool pool)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BlockBytes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxObjectBytes, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxObjectBytes, 32 << 20, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDepth, 1, nameof(options));
        _rawFields = rawFields;
        _form = form;
        _limits = new JsonLimits(options.MaxObjectBytes, options.MaxDepth);
        _unknown = new UnknownNames(options.Warn);
        _pool = pool;
        _objects = new ObjectSequence(inputs, store);

        // The widest view holds the longest broken piece and an object behind it: it always has a border.
        int widest = Math.Max(options.BlockBytes, (2 * _limits.MaxBrokenBytes) + options.MaxObjectBytes);
        _reader = new BlockReader<JsonLayout>(_objects, pool, new JsonCutter(_limits), options.BlockBytes, widest);
    }

    /// <inheritdoc/>
    public long StoredBytesRead => _objects.StoredBytesRead;

    /// <inheritdoc/>
    /// <exception cref="Failures.CtiException">Usage: an object is damaged or compressed in another way; else what the store fails with.</exception>
    public async ValueTask<RawBlock?> ReadAsync(CancellationToken cancellationToken) => await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public RawBatch Parse(RawBlock block)
    {
        if (!_parsers.TryTake(out JsonParser? parser))
            parser = new JsonParser(_rawFields, _form, _limits, _unknown, _pool);
        if (!_batches.TryTake(out RawBatch? batch))
            batch = new RawBatch();
        parser.Parse((FormatBlock<JsonLayout>)block, batch);
        if (_parsers.Count < MaxIdle)
            _parsers.Add(parser);
        return batch;
    }

    /// <inheritdoc/>
    public void Recycle(RawBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _pool.Return(batch.Buffer);
        batch.Buffer = [];
        batch.Reset();
        if (_batches.Count < MaxIdle)
            _batches.Add(batch);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
