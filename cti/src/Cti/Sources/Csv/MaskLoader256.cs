using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Csv;

/// <summary>Masks by two vectors of 32 bytes.</summary>
internal readonly struct MaskLoader256 : IMaskLoader
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteMasks Load(ref byte first, byte delimiter)
    {
        Vector256<byte> low = Vector256.LoadUnsafe(ref first);
        Vector256<byte> high = Vector256.LoadUnsafe(ref first, 32);
        return new ByteMasks
        {
            Quotes = Equal(low, high, (byte)'"'),
            Delimiters = Equal(low, high, delimiter),
            Feeds = Equal(low, high, (byte)'\n'),
            Returns = Equal(low, high, (byte)'\r'),
            Nuls = Equal(low, high, 0),
            NonAscii = Join(low, high),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Equal(Vector256<byte> low, Vector256<byte> high, byte value) =>
        Join(Vector256.Equals(low, Vector256.Create(value)), Vector256.Equals(high, Vector256.Create(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
