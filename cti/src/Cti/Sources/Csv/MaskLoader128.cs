using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Csv;

/// <summary>Masks by four vectors of 16 bytes: the least that every supported processor has.</summary>
internal readonly struct MaskLoader128 : IMaskLoader
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteMasks Load(ref byte first, byte delimiter)
    {
        Vector128<byte> a = Vector128.LoadUnsafe(ref first);
        Vector128<byte> b = Vector128.LoadUnsafe(ref first, 16);
        Vector128<byte> c = Vector128.LoadUnsafe(ref first, 32);
        Vector128<byte> d = Vector128.LoadUnsafe(ref first, 48);
        return new ByteMasks
        {
            Quotes = Equal(a, b, c, d, (byte)'"'),
            Delimiters = Equal(a, b, c, d, delimiter),
            Feeds = Equal(a, b, c, d, (byte)'\n'),
            Returns = Equal(a, b, c, d, (byte)'\r'),
            Nuls = Equal(a, b, c, d, 0),
            NonAscii = Join(a, b, c, d),
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
