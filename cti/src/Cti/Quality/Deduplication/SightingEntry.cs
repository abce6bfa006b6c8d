using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cti.Records.Batches;

namespace Cti.Quality.Deduplication;

/// <summary>A key and one content seen under it: 24 bytes, in memory and in spill files alike.</summary>
/// <remarks>
/// The first content of a key stands where the key's hash says, further ones where key and content together say: a key that
/// comes with a million contents (nil UUIDs do) would otherwise fill one place of the table and make every look-up walk it.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct SightingEntry
{
    /// <summary>Bytes of an entry.</summary>
    public const int Size = 24;

    private const ulong FurtherBit = 1;
    private const ulong UsedBit = 2;

    public ulong KeyHigh;
    public ulong KeyLow;

    /// <summary>Hash of the content, its two lowest bits taken for marks; 0 only where the entry is unused.</summary>
    public ulong Mark;

    /// <summary>Where the entry stands in the order of tables and files: evenly spread, whatever the keys are like.</summary>
    public readonly ulong Order
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Mark & FurtherBit) == 0 ? OrderOf(KeyHigh, KeyLow) : OrderOf(KeyHigh, KeyLow, Mark);
    }

    /// <summary>The mark of a key's first content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FirstMark(ulong content) => (content | UsedBit) & ~FurtherBit;

    /// <summary>The mark of the same content as a further one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FurtherMark(ulong firstMark) => firstMark | FurtherBit;

    /// <summary>Order of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OrderOf(ulong keyHigh, ulong keyLow) => ContentHash.Fold(keyHigh ^ 0x9E3779B97F4A7C15, keyLow ^ 0xC2B2AE3D27D4EB4F);

    /// <summary>Order of a key with a further content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OrderOf(ulong keyHigh, ulong keyLow, ulong furtherMark) => OrderOf(keyHigh ^ furtherMark, keyLow + furtherMark);

    /// <summary>Whether the entry is of this key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool HasKey(ulong keyHigh, ulong keyLow) => KeyHigh == keyHigh && KeyLow == keyLow;

    /// <summary>Whether the entry is of the content with this first mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool HasContent(ulong firstMark) => (Mark & ~FurtherBit) == firstMark;
}
