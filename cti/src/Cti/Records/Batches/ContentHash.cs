using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cti.Records.Batches;

/// <summary>A 64-bit hash of bytes by folded 64×64→128-bit multiplication: the same on every machine and in every process.</summary>
/// <remarks>Identity rests on it, so its values must never change without a new dataset version. It is no protection against chosen collisions.</remarks>
public static class ContentHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;

    /// <summary>Multiplies and folds the two halves of the product together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    /// <summary>Hash of a 64-bit value under a seed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(long value, ulong seed) => Fold(First ^ 8, Fold((ulong)value ^ First, seed ^ Second));

    /// <summary>Hash of NULL under a seed: that of no value.</summary>
    public static ulong OfNull(ulong seed) => Fold(Second, seed ^ First);

    /// <summary>Hash of bytes under a seed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed) => Of(ref MemoryMarshal.GetReference(bytes), bytes.Length, seed);

    /// <summary>Hash of <paramref name="length"/> bytes from <paramref name="start"/> under a seed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ref byte start, int length, ulong seed)
    {
        ulong a;
        ulong b;
        seed ^= Second;
        if (length > 16)
            return OfLong(ref start, length, seed);
        if (length >= 8)
        {
            a = Read8(ref start, 0);
            b = Read8(ref start, length - 8);
        }
        else if (length >= 4)
        {
            a = Read4(ref start, 0);
            b = Read4(ref start, length - 4);
        }
        else if (length > 0)
        {
            a = ((ulong)start << 16) | ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | Unsafe.Add(ref start, length - 1);
            b = 0;
        }
        else
        {
            a = b = 0;
        }

        return Fold(First ^ (ulong)length, Fold(a ^ First, b ^ seed));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong OfLong(ref byte start, int length, ulong seed)
    {
        int at = 0;
        for (; at + 16 < length; at += 16)
            seed = Fold(Read8(ref start, at) ^ First, Read8(ref start, at + 8) ^ seed);
        return Fold(First ^ (ulong)length, Fold(Read8(ref start, length - 16) ^ First, Read8(ref start, length - 8) ^ seed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read8(ref byte start, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read4(ref byte start, int at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, at));
}
