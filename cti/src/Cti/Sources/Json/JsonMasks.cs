using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Json;

/// <summary>64 bytes as masks: bit i is byte i.</summary>
internal readonly ref struct JsonMasks
{
    /// <summary>Double quotes.</summary>
    public required ulong Quotes { get; init; }

    /// <summary>Backslashes.</summary>
    public required ulong Backslashes { get; init; }

    /// <summary>Line feeds.</summary>
    public required ulong Feeds { get; init; }

    /// <summary>Opening braces and brackets.</summary>
    public required ulong Opens { get; init; }

    /// <summary>Closing braces and brackets.</summary>
    public required ulong Closes { get; init; }

    /// <summary>Commas, colons, white space and control characters.</summary>
    public required ulong Between { get; init; }

    /// <summary>The masks of the 64 bytes from <paramref name="first"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonMasks Load(ref byte first)
    {
        Vector256<byte> a = Vector256.LoadUnsafe(ref first);
        Vector256<byte> b = Vector256.LoadUnsafe(ref first, 32);

        // Braces and brackets differ in one bit, opening from closing ones in others.
        Vector256<byte> bit = Vector256.Create((byte)0x20);
        Vector256<byte> a2 = a | bit;
        Vector256<byte> b2 = b | bit;
        Vector256<byte> comma = Vector256.Create((byte)',');
        Vector256<byte> colon = Vector256.Create((byte)':');
        return new JsonMasks
        {
            Quotes = Equal(a, b, (byte)'"'),
            Backslashes = Equal(a, b, (byte)'\\'),
            Feeds = Equal(a, b, (byte)'\n'),
            Opens = Equal(a2, b2, (byte)'{'),
            Closes = Equal(a2, b2, (byte)'}'),
            Between = Join(
                Vector256.Equals(a, comma) | Vector256.Equals(a, colon) | Vector256.LessThanOrEqual(a, bit),
                Vector256.Equals(b, comma) | Vector256.Equals(b, colon) | Vector256.LessThanOrEqual(b, bit)),
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
