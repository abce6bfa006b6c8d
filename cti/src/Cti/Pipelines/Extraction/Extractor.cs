using System.Diagnostics;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Pipelines.Erasure;
using Cti.Quality.Deduplication;
using Cti.Quality.References;
using Cti.Quality.Sharding;
using Cti.Quality.Validation;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;
using Cti.Sinks.Parquet;
using Cti.Sinks.Quarantine;
using Cti.Sources;
using static Cti.Pipelines.Extraction.StageClock;

namespace Cti.Pipelines.Extraction;

/// <summary>The steps that every block of a run goes through.</summary>
internal sealed class Extractor : IDisposable
{
    private readonly Dataset _dataset;
    private readonly ExtractTransformRequest _request;
    private readonly MemoryPlan _memory;
    private readonly IReadOnlyList<ObjectInfo> _inputs;
    private readonly ArrivedErasures _erasures;
    private readonly RejectFormatter _rejects;
    private readonly Workbench<BlockTransform> _transforms;
    private readonly Workbench<RecordBatch> _batches;
    private readonly Workbench<BlockEncoder> _encoders;
    private readonly TaskScheduler _workers;
    private SightingIndex? _index;
    private IRowSurvey? _survey;
    private Deduplicator? _deduplicator;
    private ReferenceCheck? _references;

    public Extractor(ExtractTransformRequest request, IReadOnlyList<ObjectInfo> inputs, ArrivedErasures erasures, MemoryPlan memory, ParquetWriterOptions parquet)
    {
        _request = request;
        _dataset = request.Dataset;
        _inputs = inputs;
        _erasures = erasures;
        _memory = memory;
        string[] uris = [.. inputs.Select(i => i.Uri)];
        TransformOptions options = new()
        {
            Month = request.Month is null ? null : MonthRange.Parse(request.Month),
            Anonymize = request.Anonymize,
            Pepper = request.Pepper,
            Arrivals = erasures.Arrivals,
        };
        _rejects = new RejectFormatter(uris) { Erase = erasures.Keys.Count == 0 ? null : erasures.Erase };
        _transforms = new Workbench<BlockTransform>(() => BlockTransform.For(_dataset, options));
        _batches = new Workbench<RecordBatch>(() => RecordBatch.For(_dataset));
        _encoders = new Workbench<BlockEncoder>(() => new BlockEncoder(_dataset, parquet, uris));
        _workers = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, request.Resources.Threads).ConcurrentScheduler;
        Tally = new RunTally(inputs);
    }

    /// <summary>What became of the records.</summary>
    public RunTally Tally { get; }

    /// <summary>Notes the rows of a shard; null for a whole run. The caller disposes it.</summary>
    public ShardKeys? Keys { get; init; }

    /// <summary>Where the time went.</summary>
    public StageClock Clock { get; } = new();

    /// <summary>Notes the keys of the whole input, for policies that go by what comes later. The input is read once more than otherwise.</summary>
    public async Task SurveyAsync(IRecordSource source, CancellationToken cancellationToken)
    {
        _survey = SurveyOf(IdentityBytes / 2);
        await PassAsync(source, _survey.Note, cancellationToken).ConfigureAwait(false);
        _survey.Resolve(IdentityBytes / 2);
        _deduplicator = new Deduplicator(_dataset, _survey);
    }

    /// <summary>Notes what the records of the whole input refer to; the check that is given is asked when the input is read again.</summary>
    public async Task<ReferenceCheck> SurveyReferencesAsync(IRecordSource source, CancellationToken cancellationToken)
    {
        _references = new ReferenceCheck(_dataset, _memory.DeduplicationBytes / 2, _request.Resources.SpillFolder);
        await PassAsync(source, _references.Note, cancellationToken).ConfigureAwait(false);
        return _references;
    }

    private Task PassAsync(IRecordSource source, Action<RecordBatch> note, CancellationToken cancellationToken)
        => new OrderedFlow<RawBlock, RecordBatch, RecordBatch>(_memory.BlocksInFlight, _workers)
        {
            Read = ct => ReadAsync(source, ct),
            Transform = block => TransformOnly(source, block),
            Deduplicate = note,
            Encode = batch => batch,
            Write = (batch, _) =>
            {
                _batches.PutBack(batch);
                return ValueTask.CompletedTask;
            },
        }.RunAsync(cancellationToken);

    /// <summary>Takes the whole input through to the sinks.</summary>
    public Task RunAsync(IRecordSource source, DatasetSink? tables, RejectSink? quarantine, IRunProgress progress, CancellationToken cancellationToken)
        => new OrderedFlow<RawBlock, ExtractedBlock, ExtractedBlock>(_memory.BlocksInFlight, _workers)
        {
            Read = ct => ReadAsync(source, ct),
            Transform = block => Transform(source, block),
            Deduplicate = Deduplicate,
            Encode = block => Encode(source, block, isWritten: tables is not null),
            Write = async (block, ct) =>
            {
                await WriteAsync(block, tables, quarantine, ct).ConfigureAwait(false);
                progress.Report(Tally.RecordsRead, source.StoredBytesRead);
            },
            Discard = Release,
        }.RunAsync(cancellationToken);

    /// <summary>About how many distinct values the written rows have, by table and column; only when all blocks are done, none where there was no block.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Distinct()
    {
        // Every encoder has seen some of the blocks; which ones changes nothing.
        IReadOnlyList<IReadOnlyList<DistinctSketch>>[] seen = [.. _encoders.Idle.Select(e => e.Distinct)];
        foreach (IReadOnlyList<IReadOnlyList<DistinctSketch>> other in seen.Skip(1))
        {
            for (int table = 0; table < other.Count; table++)
            {
                for (int column = 0; column < other[table].Count; column++)
                    seen[0][table][column].Add(other[table][column]);
            }
        }

        return seen.Length == 0 ? [] : [.. seen[0].Select(columns => (IReadOnlyList<long>)[.. columns.Select(c => c.Estimate)])];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index?.Dispose();
        _survey?.Dispose();
        _references?.Dispose();
        _encoders.Dispose();
    }

    /// <summary>Whether rows may be rejected once what came before them is known: then raw bytes are kept until then.</summary>
    private bool RejectsLate => _dataset.KeyPolicy == KeyPolicy.Conflict || _references is not null;

    // What is known of references takes the other half.
    private long IdentityBytes => _request.References.Count > 0 ? _memory.DeduplicationBytes / 2 : _memory.DeduplicationBytes;

    private IRowSurvey SurveyOf(long memoryBytes) => _dataset.KeyPolicy == KeyPolicy.NewestWins
        ? new NewestRows(_dataset.Tables[0], memoryBytes, _request.Resources.SpillFolder)
        : new LatestRows(memoryBytes, _request.Resources.SpillFolder);

    private async ValueTask<RawBlock?> ReadAsync(IRecordSource source, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        RawBlock? block = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        Clock.Add(Stage.Read, since);
        if (block is { Sequence: 0 } && _survey is null && _index is null)
            PrepareIndex(block);
        return block;
    }

    private ExtractedBlock Transform(IRecordSource source, RawBlock block)
    {
        int rawBytes = block.Length;
        RecordBatch batch = Transform(source, block, out RawBatch raw);
        if (RejectsLate)
            return new ExtractedBlock(batch, rawBytes, ReadOnlyMemory<byte>.Empty, raw);
        ReadOnlyMemory<byte> rejects = _rejects.Format(raw, batch);
        source.Recycle(raw);
        return new ExtractedBlock(batch, rawBytes, rejects);
    }

    private RecordBatch TransformOnly(IRecordSource source, RawBlock block)
    {
        RecordBatch batch = Transform(source, block, out RawBatch raw);
        source.Recycle(raw);
        return batch;
    }

    private RecordBatch Transform(IRecordSource source, RawBlock block, out RawBatch raw)
    {
        long since = Stopwatch.GetTimestamp();
        raw = source.Parse(block);
        since = Clock.Add(Stage.Parse, since);
        RecordBatch batch = _batches.Take();
        BlockTransform transform = _transforms.Take();
        transform.Run(raw, batch);
        _transforms.PutBack(transform);
        Clock.Add(Stage.Validate, since);
        return batch;
    }

    private void Deduplicate(ExtractedBlock block)
    {
        long since = Stopwatch.GetTimestamp();
        _deduplicator ??= new Deduplicator(_dataset, _index ??= IndexFor(block.Batch.RowCount, block.RawBytes));
        Keys?.Begin(block.Batch);
        LateRejects? rejects = block.Raw is null ? null : new LateRejects(block.Raw, block.Batch);
        _deduplicator.Run(block.Batch, rejects);
        _references?.Run(block.Batch, rejects!);
        rejects?.Finish();
        Keys?.Note(block.Batch, block.Raw);
        Tally.Add(block.Batch);
        Clock.Add(Stage.Deduplicate, since);
    }

    /// <summary>Makes the index as soon as the first block tells how many rows may come: its memory is brought in while that block is being parsed.</summary>
    private void PrepareIndex(RawBlock first)
    {
        const int LeastLines = 1024;
        int lines = first.Buffer.AsSpan(0, first.Length).Count((byte)'\n');
        if (lines >= LeastLines)
            _index = IndexFor(lines, first.Length);
    }

    /// <summary>An index for the rows of the whole input, going by a block of it; compressed objects hold more than their size says: then the table grows.</summary>
    private SightingIndex IndexFor(int rows, int bytes)
    {
        double rowsPerByte = rows / (double)Math.Max(1, bytes);
        long expected = (long)(_inputs.Sum(i => i.Size) * rowsPerByte * 1.02) + 1024;
        return new SightingIndex(IdentityBytes, expected, _request.Resources.SpillFolder);
    }

    private ExtractedBlock Encode(IRecordSource source, ExtractedBlock block, bool isWritten)
    {
        long since = Stopwatch.GetTimestamp();
        if (block.Raw is { } raw)
        {
            block = block with { Rejects = _rejects.Format(raw, block.Batch), Raw = null };
            source.Recycle(raw);
        }

        if (!isWritten)
            return block;
        // Not before: ids of rows that clash are made of what they held, and must come out the same as the first time.
        _erasures.Erase(block.Batch);
        BlockEncoder encoder = _encoders.Take();
        IReadOnlyList<EncodedRows> rows = encoder.Encode(block.Batch);
        _encoders.PutBack(encoder);
        Clock.Add(Stage.Encode, since);
        return block with { Rows = rows };
    }

    private async ValueTask WriteAsync(ExtractedBlock block, DatasetSink? tables, RejectSink? quarantine, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        try
        {
            if (tables is not null && block.Rows is not null)
                await tables.AppendAsync(block.Rows, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release(block);
        }

        if (quarantine is not null)
            await quarantine.AppendAsync(block.Rejects, block.Batch.Rejects.Count, cancellationToken).ConfigureAwait(false);
        _batches.PutBack(block.Batch);
        Clock.Add(Stage.Write, since);
    }

    private static void Release(ExtractedBlock block)
    {
        foreach (EncodedRows rows in block.Rows ?? [])
            rows.Dispose();
    }
}
