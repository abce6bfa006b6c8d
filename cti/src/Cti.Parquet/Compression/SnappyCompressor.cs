using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cti.Parquet.Compression;

/// <summary>The Snappy block format: greedy matching in blocks of 64 KiB, no allocation.</summary>
/// <remarks>The same bytes on every processor: vectors only move bytes here, they decide nothing.</remarks>
internal sealed class SnappyCompressor : PageCompressor
{
    private const int BlockBytes = 1 << 16;
    private const int MaxTableBits = 14;
    private const int MinTableBits = 8;

    /// <summary>No match is sought in the last bytes of a block, so that 8-byte loads stay inside it.</summary>
    private const int Margin = 15;

    /// <summary>Misses before the search begins to skip: doubling the step per so many misses keeps incompressible data cheap.</summary>
    private const int SkipStart = 32;

    private readonly ushort[] table = new ushort[1 << MaxTableBits];

    /// <inheritdoc/>
    public override int MaxCompressedLength(int length) => checked(64 + length + (length / 6));

    /// <inheritdoc/>
    public override unsafe int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (destination.Length < MaxCompressedLength(source.Length)) throw new ArgumentException("The destination is shorter than the greatest compressed length.", nameof(destination));
        fixed (byte* input = &MemoryMarshal.GetReference(source))
        fixed (byte* start = &MemoryMarshal.GetReference(destination))
        fixed (ushort* positions = table)
        {
            byte* output = start;
            uint rest = (uint)source.Length;
            while (rest >= 0x80)
            {
                *output++ = (byte)(rest | 0x80);
                rest >>= 7;
            }

            *output++ = (byte)rest;
            for (int offset = 0; offset < source.Length; offset += BlockBytes)
            {
                int length = Math.Min(BlockBytes, source.Length - offset);
                int bits = Math.Clamp(BitOperations.Log2((uint)length) + 1, MinTableBits, MaxTableBits);
                table.AsSpan(0, 1 << bits).Clear();
                output = CompressBlock(input + offset, length, output, positions, 32 - bits);
            }

            return (int)(output - start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe byte* CompressBlock(byte* block, int length, byte* output, ushort* table, int shift)
    {
        byte* end = block + length;
        byte* literal = block;
        if (length > Margin)
        {
            byte* limit = end - Margin;
            byte* at = block + 1;
            while (true)
            {
                byte* match = FindMatch(block, limit, ref at, table, shift);
                if (match == null) break;
                output = EmitLiteral(output, literal, (int)(at - literal), end);
                do
                {
                    byte* matched = at;
                    at += 4 + MatchLength(at + 4, match + 4, end);
                    output = EmitCopy(output, (int)(matched - match), (int)(at - matched));
                    literal = at;
                    if (at >= limit) return EmitLiteral(output, literal, (int)(end - literal), end);

                    // The bytes right after a match often match again: looked up at once, without a literal between.
                    ulong next = Unsafe.ReadUnaligned<ulong>(at - 1);
                    table[Hash((uint)next, shift)] = (ushort)(at - 1 - block);
                    uint slot = Hash((uint)(next >> 8), shift);
                    match = block + table[slot];
                    table[slot] = (ushort)(at - block);
                    if (Unsafe.ReadUnaligned<uint>(match) != (uint)(next >> 8)) break;
                }
                while (true);
                at++;
            }
        }

        return EmitLiteral(output, literal, (int)(end - literal), end);
    }

    /// <summary>Moves <paramref name="at"/> to the next 4 bytes that occurred before; null where there are none up to the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe byte* FindMatch(byte* block, byte* limit, ref byte* at, ushort* table, int shift)
    {
        byte* position = at;
        uint skip = SkipStart;
        while (position < limit)
        {
            uint value = Unsafe.ReadUnaligned<uint>(position);
            uint slot = Hash(value, shift);
            byte* candidate = block + table[slot];
            table[slot] = (ushort)(position - block);
            if (Unsafe.ReadUnaligned<uint>(candidate) == value)
            {
                at = position;
                return candidate;
            }

            position += skip++ >> 5;
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint value, int shift) => (value * 0x9E3779B1u) >> shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int MatchLength(byte* at, byte* match, byte* end)
    {
        byte* start = at;
        while (end - at >= 8)
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(at) ^ Unsafe.ReadUnaligned<ulong>(match);
            if (difference != 0) return (int)(at - start) + (BitOperations.TrailingZeroCount(difference) >> 3);
            at += 8;
            match += 8;
        }

        while (at < end && *at == *match)
        {
            at++;
            match++;
        }

        return (int)(at - start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe byte* EmitLiteral(byte* output, byte* literal, int length, byte* end)
    {
        if (length == 0) return output;
        int n = length - 1;
        if (n < 60)
        {
            *output++ = (byte)(n << 2);

            // A short literal is one store of 16 bytes, a longer one four; what is written past it is overwritten by what follows.
            if (end - literal >= 64)
            {
                Vector128.Store(Vector128.Load(literal), output);
                if (length > 16)
                {
                    Vector128.Store(Vector128.Load(literal + 16), output + 16);
                    Vector128.Store(Vector128.Load(literal + 32), output + 32);
                    Vector128.Store(Vector128.Load(literal + 48), output + 48);
                }

                return output + length;
            }
        }
        else if (n < 1 << 8)
        {
            *output++ = 60 << 2;
            *output++ = (byte)n;
        }
        else
        {
            *output++ = 61 << 2;
            *output++ = (byte)n;
            *output++ = (byte)(n >> 8);
        }

        Unsafe.CopyBlockUnaligned(output, literal, (uint)length);
        return output + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe byte* EmitCopy(byte* output, int offset, int length)
    {
        // Long copies go in pieces of 64, the last two such that none is shorter than 4 bytes.
        while (length >= 68)
        {
            output = EmitCopy2(output, offset, 64);
            length -= 64;
        }

        if (length > 64)
        {
            output = EmitCopy2(output, offset, 60);
            length -= 60;
        }

        // Which of the two forms is as good as random: chosen without a branch.
        int isLong = ((11 - length) | (2047 - offset)) >> 31;
        uint shortForm = (uint)(1 | ((length - 4) << 2) | ((offset >> 8) << 5) | ((offset & 0xFF) << 8));
        uint longForm = (uint)(2 | ((length - 1) << 2) | (offset << 8));
        Unsafe.WriteUnaligned(output, (shortForm & ~(uint)isLong) | (longForm & (uint)isLong));
        return output + 2 - isLong;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe byte* EmitCopy2(byte* output, int offset, int length)
    {
        *output++ = (byte)(2 | ((length - 1) << 2));
        *output++ = (byte)offset;
        *output++ = (byte)(offset >> 8);
        return output;
    }
}
