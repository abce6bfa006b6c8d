using System.Collections.Concurrent;
using Cti.ObjectStores;
using Cti.Records.Raw;

namespace Cti.Sources.Csv;

/// <summary>CSV objects as blocks of raw records: RFC 4180, one header an object, plain or gzip.</summary>
public sealed class CsvRecordSource : IRecordSource
{
    // More would only hold memory: so many blocks are hardly parsed or waiting at once.
    private const int MaxIdle = 16;

    private readonly IReadOnlyList<ObjectInfo> inputs;
    private readonly CsvHeaderReader headers;
    private readonly IReadOnlyList<string> rawFields;
    private readonly CsvSourceOptions options;
    private readonly BufferPool pool;
    private readonly ObjectSequence objects;
    private readonly BlockReader<CsvLayout> reader;
    private readonly ConcurrentBag<CsvTokenizer> tokenizers = [];
    private readonly ConcurrentBag<RawBatch> batches = [];

    /// <summary>Makes a source; nothing is opened yet.</summary>
    /// <param name="inputs">The objects, in the order of the run.</param>
    /// <param name="store">Where they are.</param>
    /// <param name="rawFields">The dataset's declared fields; each header must name all of them, in any order.</param>
    /// <param name="options">Sizes, limits and dialect.</param>
    /// <param name="pool">Gives the blocks' buffers and takes them back.</param>
    public CsvRecordSource(
        IReadOnlyList<ObjectInfo> inputs, IObjectStore store, IReadOnlyList<string> rawFields, CsvSourceOptions options, BufferPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BlockBytes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxFieldBytes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxRecordBytes, 512 << 20, nameof(options));
        if (options.Delimiter is { } delimiter && (!char.IsAscii(delimiter) || delimiter is '"' or '\r' or '\n' or '\0'))
            throw new ArgumentOutOfRangeException(nameof(options), "The delimiter is an ASCII character, and no quote, line break or NUL.");
        this.inputs = inputs;
        this.rawFields = rawFields;
        this.options = options;
        this.pool = pool;
        objects = new ObjectSequence(inputs, store);
        headers = new CsvHeaderReader(rawFields, options);
        var cutter = new CsvCutter(headers, options.Path);
        reader = new BlockReader<CsvLayout>(objects, pool, cutter, options.BlockBytes, options.MaxRecordBytes);
    }

    /// <inheritdoc/>
    public long StoredBytesRead => objects.StoredBytesRead;

    /// <inheritdoc/>
    /// <exception cref="Failures.CtiException">Usage: an object is no CSV, lacks columns, is damaged or compressed in another way; else what the store fails with.</exception>
    public async ValueTask<RawBlock?> ReadAsync(CancellationToken cancellationToken) => await reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public RawBatch Parse(RawBlock block)
    {
        if (!tokenizers.TryTake(out CsvTokenizer? tokenizer)) tokenizer = new CsvTokenizer(rawFields, pool, options.Path);
        if (!batches.TryTake(out RawBatch? batch)) batch = new RawBatch();
        tokenizer.Tokenize((FormatBlock<CsvLayout>)block, batch);
        if (tokenizers.Count < MaxIdle) tokenizers.Add(tokenizer);
        return batch;
    }

    /// <inheritdoc/>
    public string? HeaderOf(int input) => headers.HeaderOf(inputs[input].Uri);

    /// <inheritdoc/>
    public void Recycle(RawBatch batch)
    {
        pool.Return(batch.Buffer);
        batch.Buffer = [];
        batch.Reset();
        if (batches.Count < MaxIdle) batches.Add(batch);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
