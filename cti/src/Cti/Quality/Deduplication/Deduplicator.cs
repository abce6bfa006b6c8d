using System.Buffers;
using System.Runtime.CompilerServices;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Forms;

namespace Cti.Quality.Deduplication;

/// <summary>Decides for each row, in the order of the input, whether it stays, goes as a duplicate, or stays under a new id.</summary>
public sealed class Deduplicator
{
    private const int PrefetchRows = 16;

    private readonly KeyPolicy _policy;
    private readonly SightingIndex? _index;
    private readonly LatestRows? _latest;
    private readonly int _keyColumn;
    private readonly bool[] _isContent;
    private readonly ArrayBufferWriter<byte> _canonical = new();

    /// <summary>For the policies that go by what was seen before.</summary>
    public Deduplicator(Dataset dataset, SightingIndex index)
        : this(dataset) => _index = index;

    /// <summary>For the policies that go by what comes later: <paramref name="latest"/> has seen the whole input.</summary>
    public Deduplicator(Dataset dataset, LatestRows latest)
        : this(dataset) => _latest = latest;

    private Deduplicator(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        TableDefinition table = dataset.Tables[0];
        _policy = dataset.KeyPolicy;
        List<string> names = [.. table.Columns.Select(c => c.Name)];
        _keyColumn = names.IndexOf(table.Key[0]);
        _isContent = [.. names.Select(name => !table.Key.Contains(name) && !dataset.Plan.Any(p => p.Column == name && p.IsDerived))];
    }

    /// <summary>Judges all rows of the next batch that are still kept. Batches come in order.</summary>
    public void Run(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_latest is not null)
            KeepLatest(batch, _latest);
        else
            KeepFirst(batch, _index!);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void KeepFirst(RecordBatch batch, SightingIndex index)
    {
        RowState[] states = batch.States;
        UInt128[] keys = batch.Keys;
        ulong[] contents = batch.Contents;
        int rows = batch.RowCount;
        bool remembersClashes = _policy == KeyPolicy.NewId;
        for (int row = 0; row < rows; row++)
        {
            if (row + PrefetchRows < rows)
                index.Prefetch(keys[row + PrefetchRows]);
            if (states[row] != RowState.Kept)
                continue;
            Sighting sighting = index.Add(keys[row], contents[row], remembersClashes);
            if (sighting == Sighting.Repeat)
                states[row] = RowState.Duplicate;
            else if (sighting == Sighting.Clash)
                Clash(batch, row);
        }
    }

    private static void KeepLatest(RecordBatch batch, LatestRows latest)
    {
        for (int row = 0; row < batch.RowCount; row++)
        {
            if (batch.States[row] == RowState.Kept && !latest.IsNextLatest())
                batch.States[row] = RowState.Duplicate;
        }
    }

    private void Clash(RecordBatch batch, int row)
    {
        if (_policy != KeyPolicy.NewId)
        {
            batch.States[row] = RowState.Duplicate;
            return;
        }

        // The id depends on old id and content alone, so that any rerun, shard or later load finds the same one.
        _canonical.ResetWrittenCount();
        TextColumn ids = (TextColumn)batch.Columns[_keyColumn];
        _canonical.Write(ids.ValueAt(row));
        for (int column = 0; column < _isContent.Length; column++)
        {
            if (_isContent[column])
                batch.Columns[column].AppendCanonical(row, _canonical);
        }

        Span<byte> id = stackalloc byte[UuidText.Length];
        UuidText.Write(UuidText.Version8(_canonical.WrittenSpan), id);
        ids.Replace(row, id);
        batch.States[row] = RowState.Reassigned;
    }
}
