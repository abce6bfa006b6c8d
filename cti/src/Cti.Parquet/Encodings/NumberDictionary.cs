using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cti.Parquet.Encodings;

/// <summary>Distinct numbers by bit pattern, in the order of their first occurrence. Reused.</summary>
internal sealed class NumberDictionary<T>
    where T : unmanaged
{
    private const int FirstSlots = 2048;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private T[] entries = new T[FirstSlots / 2];

    /// <summary>Entry number + 1 by hash; 0: free. At most half full.</summary>
    private int[] slots = new int[FirstSlots];
    private int slotCount = FirstSlots;

    /// <summary>Distinct numbers so far.</summary>
    public int Count { get; private set; }

    /// <summary>The distinct numbers.</summary>
    public ReadOnlySpan<T> Entries => entries.AsSpan(0, Count);

    /// <summary>Empties the dictionary.</summary>
    public void Clear()
    {
        Count = 0;
        slotCount = FirstSlots;
        slots.AsSpan(0, slotCount).Clear();
    }

    /// <summary>Adds numbers and gives the code of each; false as soon as there are more than <paramref name="limit"/> distinct ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(ReadOnlySpan<T> values, Span<int> codes, int limit)
    {
        int shift = Shift();
        for (int i = 0; i < values.Length; i++)
        {
            ulong bits = Bits(values[i]);
            int slot = (int)((bits * Multiplier) >> shift);
            int code;
            while ((code = slots[slot] - 1) >= 0 && Bits(entries[code]) != bits) slot = (slot + 1) & (slotCount - 1);
            if (code < 0)
            {
                if (Count >= limit) return false;
                code = Count++;
                entries[code] = values[i];
                slots[slot] = code + 1;
                if (Count * 2 == slotCount)
                {
                    Grow();
                    shift = Shift();
                }
            }

            codes[i] = code;
        }

        return true;
    }

    private static ulong Bits(T value) => Unsafe.SizeOf<T>() == 8 ? Unsafe.BitCast<T, ulong>(value) : Unsafe.BitCast<T, uint>(value);

    private int Shift() => 64 - BitOperations.Log2((uint)slotCount);

    private void Grow()
    {
        slotCount *= 2;
        if (slots.Length < slotCount) slots = new int[slotCount];
        else slots.AsSpan(0, slotCount).Clear();
        if (entries.Length < slotCount / 2) Array.Resize(ref entries, slotCount / 2);
        int shift = Shift();
        for (int code = 0; code < Count; code++)
        {
            int slot = (int)((Bits(entries[code]) * Multiplier) >> shift);
            while (slots[slot] != 0) slot = (slot + 1) & (slotCount - 1);
            slots[slot] = code + 1;
        }
    }
}
