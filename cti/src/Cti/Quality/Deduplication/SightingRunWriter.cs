using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cti.Quality.Deduplication;

/// <summary>Writes sorted sightings to a new spill file.</summary>
internal sealed class SightingRunWriter : IDisposable
{
    private const int BufferEntries = SightingRun.PageEntries * 64;

    private readonly SightingEntry[] _buffer = new SightingEntry[BufferEntries];
    private readonly List<ulong> _pageOrders = [];
    private SafeFileHandle? _file;
    private long _written;
    private int _buffered;

    /// <summary>Opens a file in the spill folder.</summary>
    public SightingRunWriter(string folder) => _file = SpillFile.Create(folder);

    /// <summary>Takes the next entry; entries come in order.</summary>
    public void Add(in SightingEntry entry)
    {
        if ((_written + _buffered) % SightingRun.PageEntries == 0)
            _pageOrders.Add(entry.Order);
        _buffer[_buffered++] = entry;
        if (_buffered == BufferEntries)
            Flush();
    }

    /// <summary>Takes the next entries.</summary>
    public void Add(ReadOnlySpan<SightingEntry> entries)
    {
        foreach (ref readonly SightingEntry entry in entries)
            Add(entry);
    }

    /// <summary>Ends the file and gives it over for reading.</summary>
    public SightingRun Complete()
    {
        Flush();
        SightingRun run = new(_file!, _written, _pageOrders);
        _file = null;
        return run;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Flush()
    {
        RandomAccess.Write(_file!, MemoryMarshal.AsBytes(_buffer.AsSpan(0, _buffered)), _written * SightingEntry.Size);
        _written += _buffered;
        _buffered = 0;
    }
}
