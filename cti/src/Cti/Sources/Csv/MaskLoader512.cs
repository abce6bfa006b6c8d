using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Csv;

/// <summary>Masks by one vector of 64 bytes.</summary>
internal struct MaskLoader512 : IMaskLoader<MaskLoader512>
{
    private Vector512<byte> highBits;
    private Vector512<byte> least;

    /// <inheritdoc/>
    public readonly bool SawNul => Vector512.EqualsAny(least, Vector512<byte>.Zero);

    /// <inheritdoc/>
    public readonly bool SawNonAscii => highBits.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    public static MaskLoader512 Create() => new() { least = Vector512<byte>.AllBitsSet };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ByteMasks Load(ref byte first, byte delimiter)
    {
        Vector512<byte> bytes = Vector512.LoadUnsafe(ref first);
        highBits |= bytes;
        least = Vector512.Min(least, bytes);
        return new ByteMasks
        {
            Quotes = Equal(bytes, (byte)'"'),
            Delimiters = Equal(bytes, delimiter),
            Feeds = Equal(bytes, (byte)'\n'),
            Returns = Equal(bytes, (byte)'\r'),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Equal(Vector512<byte> bytes, byte value) => Vector512.Equals(bytes, Vector512.Create(value)).ExtractMostSignificantBits();
}
