using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Cti.Quality.Deduplication;

/// <summary>The sightings that are in memory: open addressing in native memory, slots in the order of the keys' hashes.</summary>
/// <remarks>
/// A key's first slot is its order scaled to the capacity, so the table read from front to back is sorted but for the probing within a
/// cluster: that makes a sorted spill file cheap. No wrap-around: some slots are added behind the last.
/// </remarks>
internal sealed unsafe class SightingTable : IDisposable
{
    private const int Overhang = 4096;
    private const double Fill = 0.85;

    private SightingEntry* _slots;
    private Task _populating = Task.CompletedTask;

    /// <summary>A table for at least <paramref name="entries"/> sightings.</summary>
    public SightingTable(long entries)
    {
        Capacity = Math.Max(1024, (long)(entries / Fill) + 1);
        nuint bytes = (nuint)((Capacity + Overhang) * SightingEntry.Size);
        _slots = (SightingEntry*)NativeMemory.AllocZeroed(bytes);
        LargePages.Advise(_slots, bytes);
    }

    /// <summary>Slots that orders are scaled to.</summary>
    public long Capacity { get; private set; }

    /// <summary>Sightings held.</summary>
    public long Count { get; private set; }

    /// <summary>Whether it is as full as it should get.</summary>
    public bool IsFull => Count >= (long)(Capacity * Fill);

    /// <summary>Bytes taken.</summary>
    public long Bytes => (Capacity + Overhang) * SightingEntry.Size;

    /// <summary>Bytes that a table for so many sightings takes.</summary>
    public static long BytesFor(long entries) => ((long)(entries / Fill) + 1 + Overhang) * SightingEntry.Size;

    /// <summary>Sightings that a table of so many bytes holds.</summary>
    public static long EntriesIn(long bytes) => Math.Max(0, (long)(((bytes / SightingEntry.Size) - Overhang) * Fill));

    /// <summary>Brings the slot of a key into the cache ahead of its use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong keyHigh, ulong keyLow)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(_slots + Home(SightingEntry.OrderOf(keyHigh, keyLow)));
    }

    /// <summary>Looks a content up from the slot of an order on; gives the empty slot behind what it walked.</summary>
    /// <param name="order">The key's order, or the order of key and further content.</param>
    /// <param name="keyHigh">The key.</param>
    /// <param name="keyLow">The key.</param>
    /// <param name="firstMark">The content, as <see cref="SightingEntry.FirstMark"/> has it.</param>
    /// <param name="slot">The first empty slot.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Sighting Find(ulong order, ulong keyHigh, ulong keyLow, ulong firstMark, out long slot)
    {
        slot = Home(order);
        Sighting sighting = Sighting.New;
        while (true)
        {
            ref SightingEntry entry = ref _slots[slot];
            if (entry.Mark == 0)
                return sighting;
            if (entry.HasKey(keyHigh, keyLow))
            {
                if (entry.HasContent(firstMark))
                    return Sighting.Repeat;
                sighting = Sighting.Clash;
            }

            slot++;
        }
    }

    /// <summary>Puts a sighting into the empty slot that <see cref="Find"/> gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Insert(long slot, ulong keyHigh, ulong keyLow, ulong mark)
    {
        _slots[slot] = new SightingEntry { KeyHigh = keyHigh, KeyLow = keyLow, Mark = mark };
        Count++;

        // The last slot must stay empty: look-ups end there.
        if (slot >= Capacity + Overhang - 2)
            throw new InvalidOperationException("The keys' hashes are not spread evenly enough to be told apart in memory.");
    }

    /// <summary>Brings the pages of the table in on a thread of their own; look-ups need not wait for it.</summary>
    public void Populate()
    {
        nint slots = (nint)_slots;
        _populating = Task.Factory.StartNew(() => LargePages.Populate((void*)slots, (nuint)Bytes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Moves everything to a table for at least <paramref name="entries"/> sightings.</summary>
    public void Grow(long entries)
    {
        using SightingTable grown = new(entries);
        for (long slot = 0; slot < Capacity + Overhang; slot++)
        {
            SightingEntry entry = _slots[slot];
            if (entry.Mark == 0)
                continue;
            grown.FindEmpty(entry, out long to);
            grown.Insert(to, entry.KeyHigh, entry.KeyLow, entry.Mark);
        }

        SightingEntry* old = _slots;
        _slots = grown._slots;
        grown._slots = old;
        Capacity = grown.Capacity;
        (_populating, grown._populating) = (grown._populating, _populating);
    }

    /// <summary>Hands out all sightings in order and forgets them.</summary>
    public void Drain(Action<ReadOnlySpan<SightingEntry>> take)
    {
        long end = Capacity + Overhang;
        for (long slot = 0; slot < end;)
        {
            if (_slots[slot].Mark == 0)
            {
                slot++;
                continue;
            }

            long first = slot;
            while (slot < end && _slots[slot].Mark != 0)
                slot++;
            Span<SightingEntry> cluster = new(_slots + first, (int)(slot - first));
            cluster.Sort(static (left, right) => left.Order.CompareTo(right.Order));
            take(cluster);
        }

        NativeMemory.Clear(_slots, (nuint)(end * SightingEntry.Size));
        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _populating.GetAwaiter().GetResult();
        NativeMemory.Free(_slots);
        _slots = null;
    }

    private void FindEmpty(SightingEntry entry, out long slot)
    {
        slot = Home(entry.Order);
        while (_slots[slot].Mark != 0)
            slot++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Home(ulong order) => (long)Math.BigMul(order, (ulong)Capacity, out _);
}
