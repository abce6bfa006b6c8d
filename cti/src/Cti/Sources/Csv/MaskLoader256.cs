using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Csv;

/// <summary>Masks by two vectors of 32 bytes.</summary>
internal struct MaskLoader256 : IMaskLoader<MaskLoader256>
{
    private Vector256<byte> highBits;
    private Vector256<byte> least;

    /// <inheritdoc/>
    public readonly bool SawNul => Vector256.EqualsAny(least, Vector256<byte>.Zero);

    /// <inheritdoc/>
    public readonly bool SawNonAscii => highBits.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    public static MaskLoader256 Create() => new() { least = Vector256<byte>.AllBitsSet };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ByteMasks Load(ref byte first, byte delimiter)
    {
        Vector256<byte> a = Vector256.LoadUnsafe(ref first);
        Vector256<byte> b = Vector256.LoadUnsafe(ref first, 32);
        highBits |= a | b;
        least = Vector256.Min(least, Vector256.Min(a, b));
        return new ByteMasks
        {
            Quotes = Equal(a, b, (byte)'"'),
            Delimiters = Equal(a, b, delimiter),
            Feeds = Equal(a, b, (byte)'\n'),
            Returns = Equal(a, b, (byte)'\r'),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Equal(Vector256<byte> a, Vector256<byte> b, byte value)
    {
        Vector256<byte> wanted = Vector256.Create(value);
        return Join(Vector256.Equals(a, wanted), Vector256.Equals(b, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(Vector256<byte> a, Vector256<byte> b) =>
        a.ExtractMostSignificantBits() | ((ulong)b.ExtractMostSignificantBits() << 32);
}
