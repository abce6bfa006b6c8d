using System.Collections;
using System.Runtime.InteropServices;
using Cti.Records;
using Cti.Records.Batches;
using Microsoft.Win32.SafeHandles;

namespace Cti.Quality.Deduplication;

/// <summary>Which rows are the newest of their key: by the table's version columns, of equal versions the last; of equal rows the first.</summary>
/// <remarks>Exact for any number of rows. What does not fit in memory goes to a spill file in 256 partitions by key, each decided by itself; one bit a row
/// is kept for the answer.</remarks>
public sealed class NewestRows : IRowSurvey
{
    private const int Partitions = 256;
    private const int LeastRows = 1024;

    private readonly string _spillFolder;
    private readonly int _mostRows;
    private readonly int _version;
    private readonly int _thenVersion;
    private readonly List<int[]> _flushes = [];
    private readonly List<long> _flushOffsets = [];
    private VersionedRow[] _rows = [];
    private int _held;
    private SafeFileHandle? _file;
    private BitArray _newest = new(0);
    private long _count;
    private int _next;

    /// <summary>An empty survey.</summary>
    /// <param name="table">The table, with its version columns.</param>
    /// <param name="memoryBytes">Bytes of rows that may be held.</param>
    /// <param name="spillFolder">Where the others go.</param>
    public NewestRows(TableDefinition table, long memoryBytes, string spillFolder)
    {
        ArgumentNullException.ThrowIfNull(table);
        _spillFolder = spillFolder;
        _mostRows = (int)Math.Clamp(memoryBytes / VersionedRow.Size, LeastRows, Array.MaxLength / 2);
        List<string> names = [.. table.Columns.Select(c => c.Name)];
        _version = names.IndexOf(table.VersionColumn!);
        _thenVersion = table.ThenVersionColumn is null ? -1 : names.IndexOf(table.ThenVersionColumn);
    }

    /// <inheritdoc/>
    public void Note(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int row = 0; row < batch.RowCount; row++)
        {
            if (batch.States[row] != RowState.Kept)
                continue;
            if (_held == _rows.Length)
                MakeRoom();
            UInt128 key = batch.Keys[row];
            _rows[_held++] = new VersionedRow(
                (ulong)(key >> 64), (ulong)key, VersionOf(batch, _version, row), VersionOf(batch, _thenVersion, row), batch.Contents[row], _count++);
        }
    }

    /// <inheritdoc/>
    public void Resolve(long memoryBytes)
    {
        _newest = new BitArray(checked((int)_count));
        if (_flushes.Count == 0)
        {
            Decide(_rows.AsSpan(0, _held));
            _rows = [];
            return;
        }

        Flush();
        _rows = [];
        for (int partition = 0; partition < Partitions; partition++)
            Decide(Load(partition));
    }

    /// <inheritdoc/>
    public bool IsNextLatest() => _newest[_next++];

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    // A row without a version is older than any with one.
    internal static long VersionOf(RecordBatch batch, int column, int row)
    {
        if (column < 0)
            return 0;
        Int64Column versions = (Int64Column)batch.Columns[column];
        return versions.Nulls[row] == 1 ? long.MinValue : versions.Values[row];
    }

    private void Decide(Span<VersionedRow> rows)
    {
        rows.Sort();
        for (int first = 0; first < rows.Length;)
        {
            int newest = first;
            int next = first + 1;
            for (; next < rows.Length && rows[first].HasKeyOf(rows[next]); next++)
            {
                if (rows[next].Supersedes(rows[newest]))
                    newest = next;
            }

            _newest[(int)rows[newest].Position] = true;
            first = next;
        }
    }

    private void MakeRoom()
    {
        if (_rows.Length == _mostRows)
            Flush();
        else
            Array.Resize(ref _rows, (int)Math.Min(_mostRows, Math.Max(LeastRows, _rows.Length * 2L)));
    }

    /// <summary>Writes what is held, in the order of the keys: each partition is one stretch of it.</summary>
    private void Flush()
    {
        Span<VersionedRow> rows = _rows.AsSpan(0, _held);
        rows.Sort();
        int[] counts = new int[Partitions];
        foreach (ref readonly VersionedRow row in rows)
            counts[row.KeyHigh >> 56]++;
        _file ??= SpillFile.Create(_spillFolder);
        long offset = _flushes.Count == 0 ? 0 : _flushOffsets[^1] + ((long)_flushes[^1].Sum() * VersionedRow.Size);
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(rows), offset);
        _flushes.Add(counts);
        _flushOffsets.Add(offset);
        _held = 0;
    }

    private VersionedRow[] Load(int partition)
    {
        VersionedRow[] rows = new VersionedRow[_flushes.Sum(counts => counts[partition])];
        int at = 0;
        for (int flush = 0; flush < _flushes.Count; flush++)
        {
            long before = _flushes[flush].Take(partition).Sum(count => (long)count);
            Span<byte> bytes = MemoryMarshal.AsBytes(rows.AsSpan(at, _flushes[flush][partition]));
            if (RandomAccess.Read(_file!, bytes, _flushOffsets[flush] + (before * VersionedRow.Size)) != bytes.Length)
                throw new EndOfStreamException("A spill file is shorter than what was written to it.");
            at += _flushes[flush][partition];
        }

        return rows;
    }
}
