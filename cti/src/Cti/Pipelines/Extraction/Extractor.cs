using System.Diagnostics;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Quality.Deduplication;
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
    private readonly RejectFormatter _rejects;
    private readonly Workbench<BlockTransform> _transforms;
    private readonly Workbench<RecordBatch> _batches;
    private readonly Workbench<BlockEncoder> _encoders;
    private readonly TaskScheduler _workers;
    private SightingIndex? _index;
    private IRowSurvey? _survey;
    private Deduplicator? _deduplicator;

    public Extractor(ExtractTransformRequest request, IReadOnlyList<ObjectInfo> inputs, MemoryPlan memory, ParquetWriterOptions parquet)
    {
        _request = request;
        _dataset = request.Dataset;
        _inputs = inputs;
        _memory = memory;
        string[] uris = [.. inputs.Select(i => i.Uri)];
        TransformOptions options = new()
        {
            Month = request.Month is null ? null : MonthRange.Parse(request.Month),
            Anonymize = request.Anonymize,
            Pepper = request.Pepper,
            Arrivals = [.. inputs.Select(Arrival.Of)],
        };
        _rejects = new RejectFormatter(uris);
        _transforms = new Workbench<BlockTransform>(() => BlockTransform.For(_dataset, options));
        _batches = new Workbench<RecordBatch>(() => RecordBatch.For(_dataset));
        _encoders = new Workbench<BlockEncoder>(() => new BlockEncoder(_dataset, parquet, uris));
        _workers = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, request.Resources.Threads).ConcurrentScheduler;
        Tally = new RunTally(inputs);
    }

    /// <summary>What became of the records.</summary>
    public RunTally Tally { get; }

    /// <summary>Where the time went.</summary>
    public StageClock Clock { get; } = new();

    /// <summary>Notes the keys of the whole input, for policies that go by what comes later. The input is read once more than otherwise.</summary>
    public async Task SurveyAsync(IRecordSource source, CancellationToken cancellationToken)
    {
        _survey = SurveyOf(_memory.DeduplicationBytes / 2);
        await new OrderedFlow<RawBlock, RecordBatch, RecordBatch>(_memory.BlocksInFlight, _workers)
        {
            Read = ct => ReadAsync(source, ct),
            Transform = block => TransformOnly(source, block),
            Deduplicate = batch => _survey.Note(batch),
            Encode = batch => batch,
            Write = (batch, _) =>
            {
                _batches.PutBack(batch);
                return ValueTask.CompletedTask;
            },
        }.RunAsync(cancellationToken).ConfigureAwait(false);
        _survey.Resolve(_memory.DeduplicationBytes / 2);
        _deduplicator = new Deduplicator(_dataset, _survey);
    }

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
        }.RunAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _index?.Dispose();
        _survey?.Dispose();
        _encoders.Dispose();
    }

    /// <summary>Whether rows may be rejected once what came before them is known: then raw bytes are kept until then.</summary>
    private bool RejectsLate => _dataset.KeyPolicy == KeyPolicy.Conflict;

    private IRowSurvey SurveyOf(long memoryBytes) => _dataset.KeyPolicy == KeyPolicy.NewestWins
        ? new NewestRows(_dataset.Tables[0], memoryBytes, _request.Resources.SpillFolder)
        : new LatestRows(memoryBytes, _request.Resources.SpillFolder);

    private async ValueTask<RawBlock?> ReadAsync(IRecordSource source, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        RawBlock? block = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        Clock.Add(Stage.Read, since);
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
        _deduplicator ??= new Deduplicator(_dataset, _index = new SightingIndex(_memory.DeduplicationBytes, ExpectedRows(block), _request.Resources.SpillFolder));
        LateRejects? rejects = block.Raw is null ? null : new LateRejects(block.Raw, block.Batch);
        _deduplicator.Run(block.Batch, rejects);

        // What is looked up elsewhere comes here, after deduplication: it rejects through the same.
        rejects?.Finish();
        Tally.Add(block.Batch);
        Clock.Add(Stage.Deduplicate, since);
    }

    /// <summary>Rows of the whole input, going by the first block; compressed objects hold more than their size says: then the table grows.</summary>
    private long ExpectedRows(ExtractedBlock first)
    {
        double rowsPerByte = first.Batch.RowCount / (double)Math.Max(1, first.RawBytes);
        return (long)(_inputs.Sum(i => i.Size) * rowsPerByte * 1.02) + 1024;
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
        BlockEncoder encoder = _encoders.Take();
        IReadOnlyList<EncodedRows> rows = encoder.Encode(block.Batch);
        _encoders.PutBack(encoder);
        Clock.Add(Stage.Encode, since);
        return block with { Rows = rows };
    }

    private async ValueTask WriteAsync(ExtractedBlock block, DatasetSink? tables, RejectSink? quarantine, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        if (tables is not null && block.Rows is not null)
            await tables.AppendAsync(block.Rows, cancellationToken).ConfigureAwait(false);
        foreach (EncodedRows rows in block.Rows ?? [])
            rows.Dispose();

        if (quarantine is not null)
            await quarantine.AppendAsync(block.Rejects, block.Batch.Rejects.Count, cancellationToken).ConfigureAwait(false);
        _batches.PutBack(block.Batch);
        Clock.Add(Stage.Write, since);
    }
}
