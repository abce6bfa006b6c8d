using System.Runtime.CompilerServices;

namespace Cti.Sources.Csv;

/// <summary>By six shifts: for every processor.</summary>
internal readonly struct ShiftPrefixXor : IPrefixXor
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
