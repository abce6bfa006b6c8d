using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cti.Quality.Deduplication;

/// <summary>Sightings in a spill file, sorted by order; the file goes with the process.</summary>
internal sealed class SightingRun : IDisposable
{
    /// <summary>Entries in a page: what one look-up reads.</summary>
    public const int PageEntries = 170;

    private const int PageBytes = PageEntries * SightingEntry.Size;

    private readonly SafeFileHandle _file;
    private readonly List<ulong> _pageOrders;
    private readonly byte[] _page = new byte[PageBytes];
    private long _pageHeld = -1;
    private int _pageHeldEntries;

    /// <summary>A run whose file holds <paramref name="count"/> entries; <paramref name="pageOrders"/> has the first order of each page.</summary>
    public SightingRun(SafeFileHandle file, long count, List<ulong> pageOrders)
    {
        _file = file;
        Count = count;
        _pageOrders = pageOrders;
    }

    /// <summary>Entries in the file.</summary>
    public long Count { get; }

    /// <summary>Bytes of memory it takes.</summary>
    public long Bytes => (_pageOrders.Count * sizeof(ulong)) + PageBytes;

    /// <summary>Looks a content up among the entries of an order.</summary>
    public Sighting Find(ulong order, ulong keyHigh, ulong keyLow, ulong firstMark)
    {
        Sighting sighting = Sighting.New;
        for (long page = FirstPage(order); page < _pageOrders.Count && _pageOrders[(int)page] <= order; page++)
        {
            foreach (ref readonly SightingEntry entry in Page(page))
            {
                if (!entry.HasKey(keyHigh, keyLow))
                    continue;
                if (entry.HasContent(firstMark))
                    return Sighting.Repeat;
                sighting = Sighting.Clash;
            }
        }

        return sighting;
    }

    /// <summary>All entries in order, for merging.</summary>
    public IEnumerable<SightingEntry> ReadAll()
    {
        SightingEntry[] entries = new SightingEntry[PageEntries * 16];
        for (long at = 0; at < Count;)
        {
            int read = RandomAccess.Read(_file, MemoryMarshal.AsBytes(entries.AsSpan()), at * SightingEntry.Size) / SightingEntry.Size;
            for (int i = 0; i < read; i++)
                yield return entries[i];
            at += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>The page before the first that begins with this order or a greater one: equal orders may begin in it.</summary>
    private int FirstPage(ulong order)
    {
        int low = 0;
        int high = _pageOrders.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_pageOrders[middle] < order)
                low = middle + 1;
            else
                high = middle;
        }

        return Math.Max(0, low - 1);
    }

    private ReadOnlySpan<SightingEntry> Page(long page)
    {
        if (page != _pageHeld)
        {
            int bytes = RandomAccess.Read(_file, _page, page * PageBytes);
            _pageHeld = page;
            _pageHeldEntries = bytes / SightingEntry.Size;
        }

        return MemoryMarshal.Cast<byte, SightingEntry>(_page.AsSpan(0, _pageHeldEntries * SightingEntry.Size));
    }
}
