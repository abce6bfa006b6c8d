using System.Runtime.InteropServices;
using Cti.Records.Batches;
using Microsoft.Win32.SafeHandles;

namespace Cti.Quality.Deduplication;

/// <summary>Which rows are the last of their key: the keys of the whole input are noted first, then walked from the end.</summary>
/// <remarks>Chunks of keys, and of the answers to them, that do not fit in memory go to a spill file; at most one chunk of each is in use.</remarks>
public sealed class LatestRows : IRowSurvey
{
    private const int ChunkRows = 65_536;
    private const int KeyBytes = 16;
    private const int ChunkBytes = ChunkRows * KeyBytes;

    private readonly string _spillFolder;
    private readonly int _mostChunks;
    private readonly List<UInt128[]?> _chunks = [];
    private SafeFileHandle? _file;
    private long _next;
    private UInt128[] _current = [];

    /// <summary>An empty survey.</summary>
    /// <param name="memoryBytes">Bytes of keys that may be held.</param>
    /// <param name="spillFolder">Where the others go.</param>
    public LatestRows(long memoryBytes, string spillFolder)
    {
        _mostChunks = (int)Math.Clamp(memoryBytes / ChunkBytes, 2, int.MaxValue);
        _spillFolder = spillFolder;
    }

    /// <summary>Rows noted.</summary>
    public long Count { get; private set; }

    /// <summary>Notes the kept rows of the next batch. Batches come in order.</summary>
    public void Note(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int row = 0; row < batch.RowCount; row++)
        {
            if (batch.States[row] != RowState.Kept)
                continue;
            int at = (int)(Count % ChunkRows);
            if (at == 0)
                AddChunk();
            _chunks[^1]![at] = batch.Keys[row];
            Count++;
        }
    }

    /// <inheritdoc/>
    public void Resolve(long memoryBytes)
    {
        using SightingIndex index = new(memoryBytes, Count, _spillFolder);
        Resolve(index);
    }

    /// <summary>Walks all rows from the last to the first: a key's first sighting is its latest row. Called once, after the last <see cref="Note"/>.</summary>
    public void Resolve(SightingIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        for (int chunk = _chunks.Count - 1; chunk >= 0; chunk--)
        {
            UInt128[] keys = Load(chunk);
            int rows = (int)Math.Min(ChunkRows, Count - ((long)chunk * ChunkRows));
            for (int row = rows - 1; row >= 0; row--)
                keys[row] = index.Add(keys[row], 0, remembersClashes: false) == Sighting.New ? UInt128.One : UInt128.Zero;
            if (_chunks[chunk] is null)
                Write(chunk, keys);
        }

        _next = 0;
    }

    /// <summary>Whether the next row, in the order noted, is the last of its key.</summary>
    public bool IsNextLatest()
    {
        int chunk = (int)(_next / ChunkRows);
        int row = (int)(_next++ % ChunkRows);
        if (row == 0)
            _current = Load(chunk);
        return _current[row] != UInt128.Zero;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void AddChunk()
    {
        // The oldest chunk still in memory gives way: it is needed last.
        int inMemory = _chunks.Count(c => c is not null);
        if (inMemory >= _mostChunks)
        {
            int oldest = _chunks.FindIndex(c => c is not null);
            Write(oldest, _chunks[oldest]!);
            UInt128[] reused = _chunks[oldest]!;
            _chunks[oldest] = null;
            _chunks.Add(reused);
            return;
        }

        _chunks.Add(new UInt128[ChunkRows]);
    }

    private UInt128[] Load(int chunk)
    {
        if (_chunks[chunk] is { } held)
            return held;
        UInt128[] keys = new UInt128[ChunkRows];
        Span<byte> bytes = MemoryMarshal.AsBytes(keys.AsSpan());
        int read = RandomAccess.Read(_file!, bytes, (long)chunk * ChunkBytes);
        return read == bytes.Length ? keys : throw new EndOfStreamException("A spill file is shorter than what was written to it.");
    }

    private void Write(int chunk, UInt128[] keys)
    {
        _file ??= SpillFile.Create(_spillFolder);
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(keys.AsSpan()), (long)chunk * ChunkBytes);
    }
}
