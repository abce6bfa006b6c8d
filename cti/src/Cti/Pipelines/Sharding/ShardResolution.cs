using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Quality.Sharding;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Pipelines.Sharding;

/// <summary>What becomes of the rows of all shards: a merge of what each noted, in one pass and on a budget of memory.</summary>
internal sealed class ShardResolution : IDisposable
{
    private const int LeastBufferBytes = 16 * 1024;
    private const int MostBufferBytes = 4 << 20;

    private readonly ShardSet _shards;
    private readonly Dataset _dataset;
    private readonly long _memoryBytes;
    private readonly Counts[] _counts;
    private readonly SpillSort<RowFate, RowFate.Order> _rows;
    private readonly SpillSort<RejectFate, RejectFate.Order> _appearing;
    private readonly SpillSort<RejectFate, RejectFate.Order> _going;

    /// <summary>Nothing decided yet.</summary>
    public ShardResolution(ShardSet shards, Dataset dataset, long memoryBytes, string spillFolder)
    {
        _shards = shards;
        _dataset = dataset;
        _memoryBytes = memoryBytes;
        _counts = [.. shards.Inputs.Select(i => i.Counts)];
        _rows = new SpillSort<RowFate, RowFate.Order>(default, memoryBytes / 4, spillFolder);
        _appearing = new SpillSort<RejectFate, RejectFate.Order>(default, memoryBytes / 16, spillFolder);
        _going = new SpillSort<RejectFate, RejectFate.Order>(default, memoryBytes / 16, spillFolder);
    }

    /// <summary>By input: its counts as a single run would give them.</summary>
    public IReadOnlyList<Counts> Counts => _counts;

    /// <summary>Rows that do not stay as they are.</summary>
    public long ChangedRows => _rows.Count;

    /// <summary>The rows that do not stay as they are, in order. Asked for once.</summary>
    public IEnumerable<RowFate> Rows() => _rows.Sorted();

    /// <summary>The records that are rejected now and were not in their shard, in order. Asked for once.</summary>
    public IEnumerable<RejectFate> AppearingRejects() => _appearing.Sorted();

    /// <summary>The records that were rejected in their shard and are duplicates now, in order. Asked for once.</summary>
    public IEnumerable<RejectFate> GoingRejects() => _going.Sorted();

    /// <summary>Decides.</summary>
    /// <exception cref="CtiException">A shard's notes are missing or damaged.</exception>
    public async Task RunAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        ShardKeyOrder order = new(_dataset.KeyPolicy);
        int bufferBytes = (int)Math.Clamp(_memoryBytes / 2 / _shards.Sources.Count, LeastBufferBytes, MostBufferBytes);
        PriorityQueue<ShardKeyReader, ShardKey> heads = new(order);
        foreach (ManifestKeys keys in _shards.Sources.Select(s => s.Manifest.Keys!))
        {
            ObjectInfo? info = await store.StatAsync(keys.Uri, cancellationToken).ConfigureAwait(false);
            if (info?.Size != keys.Bytes || keys.Bytes != keys.Entries * ShardKey.SizeFor(_dataset))
                throw CtiException.Usage("load", $"{keys.Uri} is missing or not the file that its shard wrote; run the shard again.");
            await AdvanceAsync(new ShardKeyReader(store, info, ShardKey.SizeFor(_dataset), bufferBytes, order), heads, cancellationToken).ConfigureAwait(false);
        }

        ShardJudge judge = new(_dataset.KeyPolicy, Change);
        while (heads.TryPeek(out ShardKeyReader? head, out ShardKey key))
        {
            judge.Add(key);
            if (await head.MoveNextAsync(cancellationToken).ConfigureAwait(false))
                heads.DequeueEnqueue(head, head.Current);
            else
                heads.Dequeue();
        }

        judge.Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _appearing.Dispose();
        _going.Dispose();
    }

    private static async Task AdvanceAsync(ShardKeyReader reader, PriorityQueue<ShardKeyReader, ShardKey> heads, CancellationToken cancellationToken)
    {
        if (await reader.MoveNextAsync(cancellationToken).ConfigureAwait(false))
            heads.Enqueue(reader, reader.Current);
    }

    private void Change(ShardKey key, RowState fate)
    {
        int shard = _shards.ShardOfInput[key.Input];
        if (key.IsWritten)
            _rows.Add(new RowFate(RowFate.PlaceOf(key.Table, shard, key.Row), fate == RowState.Reassigned ? 1UL : 0));
        if (key.IsWritten && ShardKey.HasOwnedRows(_dataset))
        {
            for (long row = 0; row < key.Second; row++)
                _rows.Add(new RowFate(RowFate.PlaceOf(1, shard, key.First + row), 0));
        }

        if (key.State is RowState.Rejected or ShardKey.ByReference)
            _going.Add(new RejectFate(key.Position));
        if (fate == RowState.Rejected)
            _appearing.Add(new RejectFate(key.Position));
        _counts[key.Input] += Add(key.State, -1) + Add(fate, 1);
    }

    private static Counts Add(RowState state, long records) => state switch
    {
        RowState.Kept => new Counts { Written = records },
        RowState.Reassigned => new Counts { Written = records, Reassigned = records },
        RowState.Duplicate => new Counts { Duplicates = records },
        _ => new Counts { Rejected = records },
    };
}
