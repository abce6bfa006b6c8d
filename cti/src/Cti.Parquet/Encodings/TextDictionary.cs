using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cti.Parquet.Encodings;

/// <summary>Distinct texts in the order of their first occurrence, each as the position of that occurrence. Reused.</summary>
internal sealed class TextDictionary
{
    private const int FirstSlots = 2048;

    private int[] entries = new int[FirstSlots / 2];
    private uint[] hashes = new uint[FirstSlots / 2];

    /// <summary>Entry number + 1 by hash; 0: free. At most half full.</summary>
    private int[] slots = new int[FirstSlots];
    private int slotCount = FirstSlots;

    /// <summary>Distinct texts so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the distinct texts in PLAIN form.</summary>
    public long PlainBytes { get; private set; }

    /// <summary>By entry: which value it is.</summary>
    public ReadOnlySpan<int> Entries => entries.AsSpan(0, Count);

    /// <summary>Empties the dictionary.</summary>
    public void Clear()
    {
        Count = 0;
        PlainBytes = 0;
        slotCount = FirstSlots;
        slots.AsSpan(0, slotCount).Clear();
    }

    /// <summary>Adds a range of values and gives the code of each; false as soon as the dictionary takes more than <paramref name="limitBytes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe bool TryAdd(in TextColumn column, int from, int to, int[] codes, int limitBytes)
    {
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(column.Data))
        {
            for (int i = from; i < to; i++)
            {
                byte* text = data + column.Starts[i];
                int length = column.Lengths[i];
                uint hash = TextHash.Of(text, length);
                int slot = (int)(hash & (uint)(slotCount - 1));
                int code;
                while ((code = slots[slot] - 1) >= 0)
                {
                    if (hashes[code] == hash && Equal(column, data, code, text, length)) break;
                    slot = (slot + 1) & (slotCount - 1);
                }

                if (code < 0)
                {
                    PlainBytes += sizeof(int) + length;
                    if (PlainBytes > limitBytes) return false;
                    code = Count++;
                    entries[code] = i;
                    hashes[code] = hash;
                    slots[slot] = code + 1;
                    if (Count * 2 == slotCount) Grow();
                }

                codes[i] = code;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe bool Equal(in TextColumn column, byte* data, int code, byte* text, int length)
    {
        int entry = entries[code];
        return column.Lengths[entry] == length && new ReadOnlySpan<byte>(data + column.Starts[entry], length).SequenceEqual(new ReadOnlySpan<byte>(text, length));
    }

    private void Grow()
    {
        slotCount *= 2;
        if (slots.Length < slotCount) slots = new int[slotCount];
        else slots.AsSpan(0, slotCount).Clear();
        if (entries.Length < slotCount / 2)
        {
            Array.Resize(ref entries, slotCount / 2);
            Array.Resize(ref hashes, slotCount / 2);
        }

        for (int code = 0; code < Count; code++)
        {
            int slot = (int)(hashes[code] & (uint)(slotCount - 1));
            while (slots[slot] != 0) slot = (slot + 1) & (slotCount - 1);
            slots[slot] = code + 1;
        }
    }
}
