using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Csv;

/// <summary>Masks by one vector of 64 bytes.</summary>
internal readonly struct MaskLoader512 : IMaskLoader
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteMasks Load(ref byte first, byte delimiter)
    {
        Vector512<byte> bytes = Vector512.LoadUnsafe(ref first);
        return new ByteMasks
        {
            Quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits(),
            Delimiters = Vector512.Equals(bytes, Vector512.Create(delimiter)).ExtractMostSignificantBits(),
            Feeds = Vector512.Equals(bytes, Vector512.Create((byte)'\n')).ExtractMostSignificantBits(),
            Returns = Vector512.Equals(bytes, Vector512.Create((byte)'\r')).ExtractMostSignificantBits(),
            Nuls = Vector512.Equals(bytes, Vector512<byte>.Zero).ExtractMostSignificantBits(),
            NonAscii = bytes.ExtractMostSignificantBits(),
        };
    }
}
