using System.Runtime.CompilerServices;

namespace Cti.Quality.Validation;

/// <summary>The distinct raw values of one column in one block, each with what became of it: so that each is normalised and judged once.</summary>
internal sealed class ValueDictionary
{
    /// <summary>Distinct values it holds at most; columns with more are not worth a dictionary.</summary>
    public const int Capacity = 8_192;

    private const int SlotCount = Capacity * 2;
    private const int SlotShift = 64 - 14;

    // Up to here it takes less to empty their slots one by one than all there are.
    private const int FewEntries = 512;

    private readonly int[] _slots = new int[SlotCount];
    private readonly Entry[] _entries = new Entry[Capacity];

    /// <summary>Distinct values so far.</summary>
    public int Count { get; private set; }

    /// <summary>What is known of one distinct value.</summary>
    public struct Entry
    {
        /// <summary>Where its bytes are in the buffer searched.</summary>
        public int Start;

        /// <summary>Its bytes.</summary>
        public int Length;

        /// <summary>Where it is found.</summary>
        public int Slot;

        /// <summary>Hash of the bytes.</summary>
        public ulong Hash;

        /// <summary>Code of its normal form in the column.</summary>
        public int Code;

        /// <summary>What the value adds to a row's content hash.</summary>
        public ulong Content;
    }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        if (Count > FewEntries)
        {
            Array.Clear(_slots);
        }
        else
        {
            foreach (ref readonly Entry entry in _entries.AsSpan(0, Count))
                _slots[entry.Slot] = 0;
        }

        Count = 0;
    }

    /// <summary>The entry of a value, or a new one (<paramref name="isNew"/>) for the caller to fill; never call it when full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Entry Find(byte[] buffer, int start, int length, ulong hash, out bool isNew)
    {
        int slot = (int)(hash >> SlotShift);
        while (true)
        {
            int index = _slots[slot];
            if (index == 0)
            {
                _slots[slot] = ++Count;
                ref Entry made = ref _entries[Count - 1];
                made = new Entry { Start = start, Length = length, Slot = slot, Hash = hash };
                isNew = true;
                return ref made;
            }

            ref Entry entry = ref _entries[index - 1];
            if (entry.Hash == hash && buffer.AsSpan(start, length).SequenceEqual(buffer.AsSpan(entry.Start, entry.Length)))
            {
                isNew = false;
                return ref entry;
            }

            slot = (slot + 1) & (SlotCount - 1);
        }
    }
}
