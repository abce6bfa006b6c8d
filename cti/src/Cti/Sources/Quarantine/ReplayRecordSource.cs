using System.Collections.Concurrent;
using Cti.Failures;
using Cti.Records;
using Cti.Records.Raw;

namespace Cti.Sources.Quarantine;

/// <summary>The rejects of a run as blocks of raw records: each is a segment of its own, which says where it stood in the source it came from.</summary>
/// <typeparam name="TLayout">What the format must know of an object to parse its records.</typeparam>
internal sealed class ReplayRecordSource<TLayout> : IRecordSource
    where TLayout : class
{
    /// <summary>The code of the one reason that no second reading can end: another row of the first run holds the id.</summary>
    public const string IdConflict = "id_conflict";

    private const int BlockBytes = 4 << 20;

    // Behind the bytes: a line break, and vectors that reach over the end.
    private const int Margin = 256;

    private readonly ReplayInputs _inputs;
    private readonly IReplayFormat<TLayout> _format;
    private readonly BufferPool _pool;
    private readonly TLayout?[] _layouts;
    private readonly Dictionary<string, int> _sources;
    private readonly IAsyncEnumerator<Reject> _rejects;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ConcurrentBag<RawBatch> _batches = [];
    private long _sequence;

    public ReplayRecordSource(ReplayInputs inputs, RejectReader reader, IReplayFormat<TLayout> format, BufferPool pool)
    {
        _inputs = inputs;
        _format = format;
        _pool = pool;
        _layouts = new TLayout?[inputs.Sources.Count];
        _sources = inputs.Sources.Select((s, i) => (s.Uri, i)).ToDictionary(s => s.Uri, s => s.i, StringComparer.Ordinal);
        _rejects = All(inputs, reader, _lifetime.Token).GetAsyncEnumerator(_lifetime.Token);
    }

    /// <inheritdoc/>
    public long StoredBytesRead { get; private set; }

    /// <inheritdoc/>
    public string? HeaderOf(int input) => _inputs.Headers[input];

    /// <inheritdoc/>
    public async ValueTask<RawBlock?> ReadAsync(CancellationToken cancellationToken)
    {
        CancellationTokenRegistration ending = cancellationToken.UnsafeRegister(state => ((CancellationTokenSource)state!).Cancel(), _lifetime);
        await using (ending.ConfigureAwait(false))
        {
            byte[] buffer = _pool.Rent(BlockBytes + (BlockBytes / 8) + Margin);
            List<BlockPart<TLayout>> parts = [];
            List<(RawSegment, int, RecordFailure)> standing = [];
            int at = 0;
            while (at < BlockBytes && await _rejects.MoveNextAsync().ConfigureAwait(false))
            {
                Reject reject = _rejects.Current;
                ReadOnlyMemory<byte> raw = _inputs.Fixed?.Find(reject) ?? reject.Raw;
                buffer = Put(buffer, at, raw.Span);
                RawSegment segment = new(SourceOf(reject), 0, reject.Line, reject.Offset, at);
                if (raw.Equals(reject.Raw) && reject.Failures.FirstOrDefault(f => f.Code == IdConflict) is { Code: IdConflict } conflict)
                    standing.Add((segment, raw.Length, conflict));
                else
                    parts.Add(new BlockPart<TLayout>(segment, at + raw.Length, LayoutOf(segment.Source)));
                at += raw.Length + 1;
            }

            if (at > 0)
                return BlockOf(buffer, at, parts, standing);
            _pool.Return(buffer);
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="CtiException">Usage: a row is more or less than one record.</exception>
    public RawBatch Parse(RawBlock block)
    {
        ReplayBlock<TLayout> replay = (ReplayBlock<TLayout>)block;
        if (!_batches.TryTake(out RawBatch? batch))
            batch = new RawBatch();
        _format.Parse(replay.Parsed, batch);
        CheckOneEach(batch);
        foreach ((RawSegment segment, int length, RecordFailure failure) in replay.Standing)
        {
            batch.Segments.Add(segment with { FirstRecord = batch.RecordCount });
            batch.Rejects.Add(new RawReject(batch.Segments.Count - 1, new RecordSpan(segment.Start, length, 0), batch.RecordCount, failure));
        }

        return batch;
    }

    /// <inheritdoc/>
    public void Recycle(RawBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _pool.Return(batch.Buffer);
        batch.Buffer = [];
        batch.Reset();
        _batches.Add(batch);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _rejects.DisposeAsync().ConfigureAwait(false);
        _lifetime.Dispose();
    }

    /// <summary>The rejects of all runs: each run's in its order, the earliest source's first.</summary>
    private async IAsyncEnumerable<Reject> All(ReplayInputs inputs, RejectReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PriorityQueue<IAsyncEnumerator<Reject>, (int Source, int Run)> heads = new();
        try
        {
            for (int run = 0; run < inputs.Parts.Count; run++)
                await AdvanceAsync(OfRun(inputs.Parts[run], reader, cancellationToken).GetAsyncEnumerator(cancellationToken), run, heads).ConfigureAwait(false);
            while (heads.TryPeek(out IAsyncEnumerator<Reject>? head, out (int Source, int Run) place))
            {
                yield return head.Current;
                heads.Dequeue();
                await AdvanceAsync(head, place.Run, heads).ConfigureAwait(false);
            }
        }
        finally
        {
            while (heads.TryDequeue(out IAsyncEnumerator<Reject>? left, out _))
                await left.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task AdvanceAsync(IAsyncEnumerator<Reject> run, int number, PriorityQueue<IAsyncEnumerator<Reject>, (int Source, int Run)> heads)
    {
        bool isMore = false;
        try
        {
            isMore = await run.MoveNextAsync().ConfigureAwait(false);
            if (isMore)
                heads.Enqueue(run, (SourceOf(run.Current), number));
        }
        finally
        {
            if (!isMore)
                await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<Reject> OfRun(IReadOnlyList<ObjectStores.ObjectInfo> parts, RejectReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ObjectStores.ObjectInfo part in parts)
        {
            await foreach (Reject reject in reader.ReadAsync(part, cancellationToken).ConfigureAwait(false))
            {
                if (!_inputs.OnlyReferences || ForeignKey.IsReasonOf(reject.Failures[0]))
                    yield return reject;
            }

            StoredBytesRead += part.Size;
        }
    }

    private int SourceOf(Reject reject) => _sources.TryGetValue(reject.Source, out int source)
        ? source
        : throw CtiException.Usage("read", $"A reject names the source {reject.Source}, which the run's manifest does not list; give the rejects of one run as it wrote them.");

    private TLayout LayoutOf(int source) => _layouts[source] ??= _format.LayoutOf(_inputs.Sources[source].Uri, _inputs.Headers[source]);

    // A line break behind each, so that nobody takes the next one's bytes for its own.
    private byte[] Put(byte[] buffer, int at, ReadOnlySpan<byte> raw)
    {
        int needed = checked(at + raw.Length + Margin);
        if (needed > buffer.Length)
        {
            byte[] larger = _pool.Rent(checked(needed + (needed / 8)));
            buffer.AsSpan(0, at).CopyTo(larger);
            _pool.Return(buffer);
            buffer = larger;
        }

        raw.CopyTo(buffer.AsSpan(at));
        buffer[at + raw.Length] = (byte)'\n';
        return buffer;
    }

    private ReplayBlock<TLayout> BlockOf(byte[] buffer, int length, List<BlockPart<TLayout>> parts, List<(RawSegment, int, RecordFailure)> standing)
    {
        FormatBlock<TLayout> parsed = new() { Sequence = _sequence++, Buffer = buffer, Length = length, Segments = parts.ConvertAll(p => p.Segment), Parts = parts };
        return new ReplayBlock<TLayout> { Sequence = parsed.Sequence, Buffer = buffer, Length = length, Segments = parsed.Segments, Parsed = parsed, Standing = standing };
    }

    /// <summary>A reject was one record, and so must be what takes its place: else the counts of the two runs would not add up.</summary>
    private void CheckOneEach(RawBatch batch)
    {
        int[] found = new int[batch.Segments.Count];
        foreach (RawReject reject in batch.Rejects)
            found[reject.Segment]++;
        for (int i = 0; i < found.Length; i++)
        {
            RawSegment segment = batch.Segments[i];
            found[i] += (i + 1 < found.Length ? batch.Segments[i + 1].FirstRecord : batch.RecordCount) - segment.FirstRecord;
            if (found[i] != 1)
                throw CtiException.Usage("parse", $"{_inputs.Sources[segment.Source].Uri}, line {segment.FirstLine}: the row that is taken again holds {found[i]} records instead of one; give one corrected row for each rejected one.");
        }
    }
}
