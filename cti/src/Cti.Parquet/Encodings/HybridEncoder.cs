using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cti.Parquet.Encodings;

/// <summary>Parquet's hybrid of runs and bit-packed groups of 8, for dictionary codes.</summary>
internal static class HybridEncoder
{
    /// <summary>Equal codes that are written as a run: shorter ones would cost headers of the packed groups around them.</summary>
    private const int MinRun = 16;

    /// <summary>Packed groups under one header of one byte.</summary>
    private const int MaxPackedGroups = 63;

    /// <summary>Bits of the greatest code of a dictionary; at least 1, since some readers stumble over 0.</summary>
    public static int BitWidth(int entries) => entries <= 2 ? 1 : 32 - BitOperations.LeadingZeroCount((uint)(entries - 1));

    /// <summary>Bytes that <see cref="Encode"/> needs at most, scratch past the end included.</summary>
    public static int MaxBytes(int count, int width) => checked((int)(64 + (((long)count / 8) + 1) * (width + 2)));

    /// <summary>Encodes codes.</summary>
    /// <param name="codes">The codes, each below 2^<paramref name="width"/>.</param>
    /// <param name="width">Bits a code, 1 to 32.</param>
    /// <param name="destination">At least <see cref="MaxBytes"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe int Encode(ReadOnlySpan<int> codes, int width, Span<byte> destination)
    {
        if (destination.Length < MaxBytes(codes.Length, width)) throw new ArgumentException("The destination is shorter than the greatest encoded length.", nameof(destination));
        fixed (int* first = &MemoryMarshal.GetReference(codes))
        fixed (byte* start = &MemoryMarshal.GetReference(destination))
        {
            byte* output = start;
            int at = 0;
            while (at + 8 <= codes.Length)
            {
                int run = RunFrom(first + at, codes.Length - at);
                if (run >= MinRun)
                {
                    output = WriteRun(output, run, first[at], width);
                    at += run;
                    continue;
                }

                byte* header = output++;
                int groups = 0;
                do
                {
                    Pack(first + at, width, output);
                    output += width;
                    at += 8;
                    groups++;
                }
                while (groups < MaxPackedGroups && at + 8 <= codes.Length && RunFrom(first + at, codes.Length - at) < MinRun);
                *header = (byte)((groups << 1) | 1);
            }

            if (at < codes.Length) output = PackTail(codes[at..], width, output);
            return (int)(output - start);
        }
    }

    /// <summary>How many equal codes there are from here on; 0 where it is less than 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int RunFrom(int* codes, int count)
    {
        Vector256<int> same = Vector256.Create(*codes);
        return Vector256.Load(codes) == same ? RunLength(codes, count, same) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int RunLength(int* codes, int count, Vector256<int> same)
    {
        int at = 8;
        while (at + 8 <= count && Vector256.Load(codes + at) == same) at += 8;
        while (at < count && codes[at] == *codes) at++;
        return at;
    }

    private static unsafe byte* WriteRun(byte* output, int length, int code, int width)
    {
        output += Varint.Write(new Span<byte>(output, Varint.MaxBytes), (uint)length << 1);
        for (int bits = 0; bits < width; bits += 8) *output++ = (byte)(code >> bits);
        return output;
    }

    /// <summary>Packs the last codes, fewer than 8, filled up with zeros.</summary>
    private static unsafe byte* PackTail(ReadOnlySpan<int> rest, int width, byte* output)
    {
        int* tail = stackalloc int[8];
        new Span<int>(tail, 8).Clear();
        rest.CopyTo(new Span<int>(tail, 8));
        *output++ = (1 << 1) | 1;
        Pack(tail, width, output);
        return output + width;
    }

    /// <summary>Packs 8 codes into as many bytes as a code has bits; up to 16 bytes are stored, whatever the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Pack(int* codes, int width, byte* output)
    {
        ulong low = (uint)codes[0] | ((ulong)(uint)codes[1] << width);
        if (width <= 8)
        {
            low |= ((ulong)(uint)codes[2] << (2 * width)) | ((ulong)(uint)codes[3] << (3 * width));
            ulong high = (uint)codes[4] | ((ulong)(uint)codes[5] << width) | ((ulong)(uint)codes[6] << (2 * width)) | ((ulong)(uint)codes[7] << (3 * width));
            Unsafe.WriteUnaligned(output, low | (high << (4 * width)));
            return;
        }

        if (width <= 16)
        {
            low |= ((ulong)(uint)codes[2] << (2 * width)) | ((ulong)(uint)codes[3] << (3 * width));
            ulong high = (uint)codes[4] | ((ulong)(uint)codes[5] << width) | ((ulong)(uint)codes[6] << (2 * width)) | ((ulong)(uint)codes[7] << (3 * width));
            UInt128 packed = new UInt128(0, low) | (new UInt128(0, high) << (4 * width));
            Unsafe.WriteUnaligned(output, (ulong)packed);
            Unsafe.WriteUnaligned(output + 8, (ulong)(packed >> 64));
            return;
        }

        PackWide(codes, width, output);
    }

    private static unsafe void PackWide(int* codes, int width, byte* output)
    {
        ulong pending = 0;
        int bits = 0;
        for (int i = 0; i < 8; i++)
        {
            pending |= (ulong)(uint)codes[i] << bits;
            bits += width;
            for (; bits >= 8; bits -= 8)
            {
                *output++ = (byte)pending;
                pending >>= 8;
            }
        }
    }
}
