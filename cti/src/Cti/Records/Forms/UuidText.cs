using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Cti.Records.Forms;

/// <summary>UUIDs as text of 36 characters and as 128 bits.</summary>
public static class UuidText
{
    /// <summary>Characters of a UUID: 36.</summary>
    public const int Length = 36;

    /// <summary>Parses 36 characters, either case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 value)
    {
        value = default;
        if (text.Length != Length || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
            return false;

        const byte No = 0x80;
        ref byte start = ref MemoryMarshal.GetReference(text);
        Vector128<byte> first = Vector128.LoadUnsafe(ref start);
        Vector128<byte> middle = Vector128.LoadUnsafe(ref start, 16);
        Vector128<byte> last = Vector128.LoadUnsafe(ref start, 20);
        Vector128<byte> high = Vector128.Shuffle(first, Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, No, No))
            | Vector128.Shuffle(middle, Vector128.Create(No, No, No, No, No, No, No, No, No, No, No, No, No, No, 0, 1));
        Vector128<byte> low = Vector128.Shuffle(middle, Vector128.Create(3, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No))
            | Vector128.Shuffle(last, Vector128.Create(No, 0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
        if (!TryNibbles(ref high) | !TryNibbles(ref low))
            return false;

        Vector128<byte> bytes = Vector128.Narrow(Pairs(high), Pairs(low));
        ulong upper = BinaryPrimitives.ReverseEndianness(bytes.AsUInt64()[0]);
        ulong lower = BinaryPrimitives.ReverseEndianness(bytes.AsUInt64()[1]);
        value = new UInt128(upper, lower);
        return true;
    }

    /// <summary>Writes 36 characters, lower case.</summary>
    public static void Write(UInt128 value, Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        new Guid(bytes, bigEndian: true).TryFormat(destination, out _);
    }

    /// <summary>A UUID of version 8 (RFC 9562) from the first 128 bits of SHA-256 over <paramref name="content"/>.</summary>
    public static UInt128 Version8(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(content, digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryNibbles(ref Vector128<byte> text)
    {
        Vector128<byte> digit = text - Vector128.Create((byte)'0');
        Vector128<byte> letter = (text | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        Vector128<byte> isDigit = Vector128.LessThanOrEqual(digit, Vector128.Create((byte)9));
        Vector128<byte> isLetter = Vector128.LessThanOrEqual(letter, Vector128.Create((byte)5));
        text = Vector128.ConditionalSelect(isDigit, digit, letter + Vector128.Create((byte)10));
        return (isDigit | isLetter) == Vector128<byte>.AllBitsSet;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Pairs(Vector128<byte> nibbles)
    {
        Vector128<ushort> pairs = nibbles.AsUInt16();
        return ((pairs << 4) & Vector128.Create((ushort)0xF0)) | (pairs >> 8);
    }
}
