using System.Runtime.CompilerServices;

namespace Cti.Parquet.Encodings;

/// <summary>A hash of short byte strings for the dictionary's table: fast, the same everywhere, never written to a file.</summary>
internal static class TextHash
{
    private const ulong Seed = 0x9E3779B97F4A7C15;
    private const ulong Odd = 0xD6E8FEB86659FD93;

    /// <summary>The hash of <paramref name="length"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe uint Of(byte* text, int length)
    {
        ulong hash = Wide(text, length);
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    /// <summary>The same in 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ulong Wide(byte* text, int length)
    {
        ulong hash = Seed ^ (uint)length;
        int at = 0;
        for (; at + 16 < length; at += 16)
            hash = Mix(Unsafe.ReadUnaligned<ulong>(text + at) ^ hash, Unsafe.ReadUnaligned<ulong>(text + at + 8) ^ Odd);
        ulong low;
        ulong high = 0;
        byte* rest = text + at;
        int left = length - at;
        if (left >= 8)
        {
            low = Unsafe.ReadUnaligned<ulong>(rest);
            high = Unsafe.ReadUnaligned<ulong>(rest + left - 8);
        }
        else if (left >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(rest) | ((ulong)Unsafe.ReadUnaligned<uint>(rest + left - 4) << 32);
        }
        else
        {
            low = left == 0 ? 0 : (uint)((rest[0] << 16) | (rest[left >> 1] << 8) | rest[left - 1]);
        }

        return Mix(low ^ hash, high ^ Odd);
    }

    /// <summary>Multiplies and folds the two halves of the product together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
