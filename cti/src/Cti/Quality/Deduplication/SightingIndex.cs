using System.Runtime.CompilerServices;

namespace Cti.Quality.Deduplication;

/// <summary>Which keys and contents were seen: exact for any number of rows, on a fixed budget of memory.</summary>
/// <remarks>
/// What does not fit in the table goes to sorted spill files; a filter spares nearly all new keys the look into them. The answers do not
/// depend on the budget. Not thread-safe: rows are told apart in their order.
/// </remarks>
public sealed class SightingIndex : IDisposable
{
    private const int MostRuns = 12;
    private const long LeastTableBytes = 256 * 1024;

    // From here on bringing the table's pages in takes longer than starting a thread for it.
    private const long PopulatedRows = 1 << 18;

    private readonly long _memoryBytes;
    private readonly string _spillFolder;
    private readonly List<SightingRun> _runs = [];
    private SightingTable _table;
    private SightingFilter? _filter;

    /// <summary>An empty index.</summary>
    /// <param name="memoryBytes">The budget: all of it is the table's until something is spilled; then the table has three sixteenths and the filter five, the files' page indexes and buffers the rest.</param>
    /// <param name="expectedRows">Estimate of the rows to come: the table starts out large enough for them, if the budget allows.</param>
    /// <param name="spillFolder">Where spill files go.</param>
    public SightingIndex(long memoryBytes, long expectedRows, string spillFolder)
    {
        _memoryBytes = Math.Max(LeastTableBytes, memoryBytes);
        _spillFolder = spillFolder;
        long expected = Math.Clamp(expectedRows, 1024, Math.Max(1024, SightingTable.EntriesIn(_memoryBytes)));
        _table = new SightingTable(expected);
        if (expected >= PopulatedRows)
            _table.Populate();
    }

    /// <summary>Bytes written to spill files so far.</summary>
    public long SpilledBytes { get; private set; }

    /// <summary>Brings a key's place into the cache, a few rows ahead of its turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(UInt128 key) => _table.Prefetch((ulong)(key >> 64), (ulong)key);

    /// <summary>Tells how a row relates to those before it, and remembers it.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="content">Hash of the rest of the row.</param>
    /// <param name="remembersClashes">Whether a clash's content is to be recognised later; where only the first content of a key counts, it is not.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Sighting Add(UInt128 key, ulong content, bool remembersClashes)
    {
        ulong high = (ulong)(key >> 64);
        ulong low = (ulong)key;
        ulong mark = SightingEntry.FirstMark(content);
        ulong order = SightingEntry.OrderOf(high, low);
        Sighting sighting = _table.Find(order, high, low, mark, out long slot);
        if (sighting != Sighting.Repeat && _filter is not null)
            sighting = FindSpilled(sighting, order, high, low, mark);
        if (sighting == Sighting.New)
            Insert(slot, high, low, mark);
        else if (sighting == Sighting.Clash && remembersClashes)
            sighting = AddFurther(high, low, mark);
        return sighting;
    }

    /// <summary>Whether a key was added, under whichever content.</summary>
    public bool Holds(UInt128 key)
    {
        ulong high = (ulong)(key >> 64);
        ulong low = (ulong)key;
        ulong mark = SightingEntry.FirstMark(0);
        ulong order = SightingEntry.OrderOf(high, low);
        Sighting sighting = _table.Find(order, high, low, mark, out _);
        if (sighting == Sighting.New && _filter is not null)
            sighting = FindSpilled(sighting, order, high, low, mark);
        return sighting != Sighting.New;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _table.Dispose();
        _runs.ForEach(run => run.Dispose());
    }

    private Sighting AddFurther(ulong high, ulong low, ulong mark)
    {
        ulong further = SightingEntry.FurtherMark(mark);
        ulong order = SightingEntry.OrderOf(high, low, further);
        Sighting sighting = _table.Find(order, high, low, mark, out long slot);
        if (sighting != Sighting.Repeat && _filter is not null)
            sighting = FindSpilled(sighting, order, high, low, mark);
        if (sighting == Sighting.Repeat)
            return sighting;
        Insert(slot, high, low, further);
        return Sighting.Clash;
    }

    private Sighting FindSpilled(Sighting inMemory, ulong order, ulong high, ulong low, ulong mark)
    {
        if (!_filter!.MayHold(order))
            return inMemory;
        Sighting most = inMemory;
        foreach (SightingRun run in _runs)
        {
            Sighting sighting = run.Find(order, high, low, mark);
            if (sighting == Sighting.Repeat)
                return sighting;
            most = sighting == Sighting.Clash ? sighting : most;
        }

        return most;
    }

    private void Insert(long slot, ulong high, ulong low, ulong mark)
    {
        _table.Insert(slot, high, low, mark);
        if (_table.IsFull)
            MakeRoom();
    }

    private void MakeRoom()
    {
        // Old and new table stand side by side while the entries move.
        long doubled = _table.Count * 2;
        if (_runs.Count == 0 && _table.Bytes + SightingTable.BytesFor(doubled) <= _memoryBytes)
            _table.Grow(doubled);
        else if (_filter is null)
            SpillFirst();
        else
            Spill(_filter);
    }

    /// <summary>From now on the table has less of the budget: only once it is gone is there room for the filter, which the file then fills.</summary>
    private void SpillFirst()
    {
        using SightingRunWriter writer = new(_spillFolder);
        _table.Drain(writer.Add);
        _table.Dispose();
        SightingRun run = writer.Complete();
        _filter = new SightingFilter(_memoryBytes * 5 / 16);
        foreach (SightingEntry entry in run.ReadAll())
            _filter.Add(entry.Order);
        _table = new SightingTable(SightingTable.EntriesIn(_memoryBytes * 3 / 16));
        Keep(run);
    }

    private void Spill(SightingFilter filter)
    {
        using SightingRunWriter writer = new(_spillFolder);
        _table.Drain(cluster =>
        {
            foreach (ref readonly SightingEntry entry in cluster)
                filter.Add(entry.Order);
            writer.Add(cluster);
        });
        Keep(writer.Complete());
        if (_runs.Count > MostRuns)
            Merge();
    }

    private void Keep(SightingRun run)
    {
        _runs.Add(run);
        SpilledBytes += run.Count * SightingEntry.Size;
    }

    /// <summary>One file in place of many, so that a look-up reads one page, not dozens.</summary>
    private void Merge()
    {
        using SightingRunWriter writer = new(_spillFolder);
        PriorityQueue<IEnumerator<SightingEntry>, ulong> heads = new();
        foreach (SightingRun run in _runs)
            Advance(run.ReadAll().GetEnumerator(), heads);
        while (heads.TryDequeue(out IEnumerator<SightingEntry>? head, out _))
        {
            writer.Add(head.Current);
            Advance(head, heads);
        }

        _runs.ForEach(run => run.Dispose());
        _runs.Clear();
        Keep(writer.Complete());
    }

    private static void Advance(IEnumerator<SightingEntry> entries, PriorityQueue<IEnumerator<SightingEntry>, ulong> heads)
    {
        if (entries.MoveNext())
            heads.Enqueue(entries, entries.Current.Order);
        else
            entries.Dispose();
    }
}
