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
        int* tail = stackalloc int[8];
        fixed (int* first = &MemoryMarshal.GetReference(codes))
        fixed (byte* start = &MemoryMarshal.GetReference(destination))
        {
            byte* output = start;
            byte* header = null;
            int groups = 0;
            int at = 0;
            while (at + 8 <= codes.Length)
            {
                int* group = first + at;
                Vector256<int> same = Vector256.Create(*group);
                if (Vector256.Load(group) == same)
                {
                    int end = RunEnd(first, at + 8, codes.Length, same);
                    if (end - at >= MinRun)
                    {
                        if (header != null) *header = (byte)((groups << 1) | 1);
                        header = null;
                        output = WriteRun(output, end - at, *group, width);
                        at = end;
                        continue;
                    }
                }

                if (header == null || groups == MaxPackedGroups)
                {
                    if (header != null) *header = (MaxPackedGroups << 1) | 1;
                    header = output++;
                    groups = 0;
                }

                Pack(group, width, output);
                output += width;
                groups++;
                at += 8;
            }

            if (at < codes.Length)
            {
                for (int i = 0; i < 8; i++) tail[i] = at + i < codes.Length ? first[at + i] : 0;
                if (header == null || groups == MaxPackedGroups)
                {
                    if (header != null) *header = (MaxPackedGroups << 1) | 1;
                    header = output++;
                    groups = 0;
                }

                Pack(tail, width, output);
                output += width;
                groups++;
            }

            if (header != null) *header = (byte)((groups << 1) | 1);
            return (int)(output - start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int RunEnd(int* codes, int at, int count, Vector256<int> same)
    {
        while (at + 8 <= count && Vector256.Load(codes + at) == same) at += 8;
        while (at < count && codes[at] == same.ToScalar()) at++;
        return at;
    }

    private static unsafe byte* WriteRun(byte* output, int length, int code, int width)
    {
        output += Varint.Write(new Span<byte>(output, Varint.MaxBytes), (uint)length << 1);
        for (int bits = 0; bits < width; bits += 8) *output++ = (byte)(code >> bits);
        return output;
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
