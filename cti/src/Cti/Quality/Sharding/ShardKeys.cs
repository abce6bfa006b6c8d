using System.Runtime.InteropServices;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Quality.Deduplication;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Sharding;

/// <summary>Notes the rows of a shard, sorted, so that the load of all shards can tell them from each other's.</summary>
public sealed class ShardKeys : IDisposable
{
    /// <summary>Input objects that a run in shards may have.</summary>
    public const int MostInputs = ShardKey.MostInputs;

    private const int BufferBytes = 1 << 20;

    private readonly bool _notesEveryRecord;
    private readonly bool _hasOwnedRows;
    private readonly int _firstInput;
    private readonly int _entryBytes;
    private readonly int _version = -1;
    private readonly int _thenVersion = -1;
    private readonly long[] _written;
    private readonly SpillSort<ShardKey, ShardKeyOrder> _sort;
    private readonly HashSet<int> _byReference = [];
    private bool[] _judged = [];
    private int[] _tables = [];
    private int[] _partCounts = [];
    private long _number;

    /// <summary>Nothing noted yet.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="firstInput">Index in the whole run of the shard's first input.</param>
    /// <param name="memoryBytes">Bytes of notes that may be held.</param>
    /// <param name="spillFolder">Where the others go.</param>
    public ShardKeys(Dataset dataset, int firstInput, long memoryBytes, string spillFolder)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        // Which of two rows is the conflict, only the first row of all shards tells: that takes every row that came to be compared.
        _notesEveryRecord = dataset.KeyPolicy == KeyPolicy.Conflict;
        _hasOwnedRows = ShardKey.HasOwnedRows(dataset);
        _firstInput = firstInput;
        _entryBytes = ShardKey.SizeFor(dataset);
        _written = new long[dataset.Tables.Count];
        _sort = new SpillSort<ShardKey, ShardKeyOrder>(new ShardKeyOrder(dataset.KeyPolicy), memoryBytes, spillFolder);
        if (dataset.KeyPolicy != KeyPolicy.NewestWins)
            return;
        List<string> names = [.. dataset.Tables[0].Columns.Select(c => c.Name)];
        _version = names.IndexOf(dataset.Tables[0].VersionColumn!);
        _thenVersion = dataset.Tables[0].ThenVersionColumn is { } then ? names.IndexOf(then) : -1;
    }

    /// <summary>Sees the next batch before its rows are told apart.</summary>
    public void Begin(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!_notesEveryRecord)
            return;
        Room(ref _judged, batch.RowCount);
        for (int row = 0; row < batch.RowCount; row++)
            _judged[row] = batch.States[row] == RowState.Kept;
    }

    /// <summary>Notes the rows of the batch that <see cref="Begin"/> saw, once all of them are judged. Batches come in order.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="raw">Its raw batch, where it is still there; else null.</param>
    public void Note(RecordBatch batch, RawBatch? raw)
    {
        ArgumentNullException.ThrowIfNull(batch);
        FindParts(batch);
        FindByReference(batch);
        for (int segment = 0; segment < batch.Segments.Count; segment++)
        {
            int end = segment + 1 < batch.Segments.Count ? batch.Segments[segment + 1].FirstRow : batch.RowCount;
            for (int row = batch.Segments[segment].FirstRow; row < end; row++)
            {
                if (!batch.IsWritten(row) && !(_notesEveryRecord && _judged[row]))
                    continue;
                long number = raw is null ? _number++ : raw.Segments[segment].FirstOffset + raw.Records[row].Start - raw.Segments[segment].Start;
                RowState state = raw is not null && _byReference.Contains(raw.Records[row].Start) ? ShardKey.ByReference : batch.States[row];
                Note(batch, row, ShardKey.PositionOf(_firstInput + batch.Segments[segment].Source, number), state);
            }
        }
    }

    /// <summary>Writes the notes in order. Called once, after the last batch.</summary>
    public async Task<ManifestKeys> WriteAsync(ObjectWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        byte[] buffer = new byte[BufferBytes / _entryBytes * _entryBytes];
        int filled = 0;
        foreach (ShardKey key in _sort.Sorted())
        {
            if (filled == buffer.Length)
            {
                await writer.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
                filled = 0;
            }

            Copy(key, buffer.AsSpan(filled, _entryBytes));
            filled += _entryBytes;
        }

        await writer.WriteAsync(buffer.AsMemory(0, filled), cancellationToken).ConfigureAwait(false);
        await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new ManifestKeys(writer.Uri, _sort.Count, _sort.Count * _entryBytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _sort.Dispose();

    private static void Copy(ShardKey key, Span<byte> into) => MemoryMarshal.AsBytes(new ReadOnlySpan<ShardKey>(in key))[..into.Length].CopyTo(into);

    private void Note(RecordBatch batch, int row, ulong position, RowState state)
    {
        bool isWritten = batch.IsWritten(row);
        int table = batch.Table is null ? _tables[row] : 0;
        ulong place = ShardKey.PlaceOf(state, table, isWritten ? _written[table]++ : 0);
        long first = 0;
        long second = 0;
        if (_version >= 0)
        {
            first = NewestRows.VersionOf(batch, _version, row);
            second = NewestRows.VersionOf(batch, _thenVersion, row);
        }
        else if (_hasOwnedRows && isWritten)
        {
            (first, second) = (_written[1], _partCounts[row]);
            _written[1] += second;
        }

        UInt128 key = batch.Keys[row];
        _sort.Add(new ShardKey((ulong)(key >> 64), (ulong)key, ShardKey.Masked(batch.Contents[row]), position, place, first, second));
    }

    /// <summary>Finds which table each record's row is in, or how many rows of the second table it owns.</summary>
    private void FindParts(RecordBatch batch)
    {
        if (batch.Parts.Count == 0)
            return;
        Room(ref _tables, batch.RowCount);
        Room(ref _partCounts, batch.RowCount);
        Array.Clear(_partCounts, 0, batch.RowCount);
        for (int part = 0; part < batch.Parts.Count; part++)
        {
            RecordBatch rows = batch.Parts[part];
            for (int row = 0; row < rows.RowCount; row++)
            {
                _tables[rows.Owners[row]] = part;
                _partCounts[rows.Owners[row]]++;
            }
        }
    }

    /// <summary>Finds the records that were rejected for what they name, by where they begin: a single run may know another reason against them.</summary>
    private void FindByReference(RecordBatch batch)
    {
        _byReference.Clear();
        if (_notesEveryRecord)
            _byReference.UnionWith(batch.Rejects.Where(r => ForeignKey.IsReasonOf(r.Failures[0])).Select(r => r.Span.Start));
    }

    private static void Room<T>(ref T[] array, int rows)
    {
        if (array.Length < rows)
            array = new T[rows + (rows >> 1)];
    }
}
