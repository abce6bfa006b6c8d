using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Csv;

/// <summary>Masks by four vectors of 16 bytes: the least that every supported processor has.</summary>
internal struct MaskLoader128 : IMaskLoader<MaskLoader128>
{
    private Vector128<byte> highBits;
    private Vector128<byte> least;

    /// <inheritdoc/>
    public readonly bool SawNul => Vector128.EqualsAny(least, Vector128<byte>.Zero);

    /// <inheritdoc/>
    public readonly bool SawNonAscii => highBits.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    public static MaskLoader128 Create() => new() { least = Vector128<byte>.AllBitsSet };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ByteMasks Load(ref byte first, byte delimiter)
    {
        Vector128<byte> a = Vector128.LoadUnsafe(ref first);
        Vector128<byte> b = Vector128.LoadUnsafe(ref first, 16);
        Vector128<byte> c = Vector128.LoadUnsafe(ref first, 32);
        Vector128<byte> d = Vector128.LoadUnsafe(ref first, 48);
        highBits |= a | b | c | d;
        least = Vector128.Min(least, Vector128.Min(Vector128.Min(a, b), Vector128.Min(c, d)));
        return new ByteMasks
        {
            Quotes = Equal(a, b, c, d, (byte)'"'),
            Delimiters = Equal(a, b, c, d, delimiter),
            Feeds = Equal(a, b, c, d, (byte)'\n'),
            Returns = Equal(a, b, c, d, (byte)'\r'),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Equal(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d, byte value)
    {
        Vector128<byte> wanted = Vector128.Create(value);
        return Join(Vector128.Equals(a, wanted), Vector128.Equals(b, wanted), Vector128.Equals(c, wanted), Vector128.Equals(d, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d) =>
        a.ExtractMostSignificantBits() | ((ulong)b.ExtractMostSignificantBits() << 16)
        | ((ulong)c.ExtractMostSignificantBits() << 32) | ((ulong)d.ExtractMostSignificantBits() << 48);
}
