using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cti.Records.Forms;

/// <summary>An IP address: IPv4 as four decimal octets without leading zeros, IPv6 as RFC 5952 writes it, no zone.</summary>
public sealed class IpForm : TextForm
{
    /// <summary>Greatest length in characters: an IPv6 address with an embedded IPv4 one.</summary>
    public const int MaxBytes = 45;

    /// <inheritdoc/>
    public override int Room(int rawLength) => Math.Max(rawLength, MaxBytes);

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        ReadOnlySpan<byte> trimmed = TrimAscii(raw);
        if (IsVersion4(trimmed))
        {
            trimmed.CopyTo(destination);
            return trimmed.Length;
        }

        return raw.Length <= 1024 && IpText.TryNormalise(TrimExactly(raw), out string normalised)
            ? WriteExactly(normalised, MaxBytes, destination)
            : NotAccepted;
    }

    /// <summary>All characters at once: bit i of a mask is character i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsVersion4(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 7 or > 15)
            return false;
        Vector128<byte> characters = Padded(text);
        Vector128<byte> values = characters - Vector128.Create((byte)'0');
        uint dots = Vector128.Equals(characters, Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        uint digits = Vector128.LessThanOrEqual(values, Vector128.Create((byte)9)).ExtractMostSignificantBits();
        if ((dots | digits) != (1u << text.Length) - 1 || BitOperations.PopCount(dots) != 3)
            return false;

        // Each octet has one to three digits: none is empty, none has four.
        uint starts = 1 | (dots << 1);
        uint second = digits >> 1;
        uint third = digits >> 2;
        bool valid = (starts & ~digits) == 0 && (starts & second & third & (digits >> 3)) == 0;

        // No zero leads another digit; of three digits, the number is 255 at most.
        uint zeros = Vector128.Equals(values, Vector128<byte>.Zero).ExtractMostSignificantBits();
        uint twos = Vector128.Equals(values, Vector128.Create((byte)2)).ExtractMostSignificantBits();
        uint fives = Vector128.Equals(values, Vector128.Create((byte)5)).ExtractMostSignificantBits();
        uint above2 = Vector128.GreaterThan(values, Vector128.Create((byte)2)).ExtractMostSignificantBits();
        uint above5 = Vector128.GreaterThan(values, Vector128.Create((byte)5)).ExtractMostSignificantBits();
        uint above255 = above2 | (twos & ((above5 >> 1) | ((fives >> 1) & (above5 >> 2))));
        return valid && (starts & second & (zeros | (third & above255))) == 0;
    }

    /// <summary>7 to 15 characters, and zeros behind them; nothing outside the text is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Padded(ReadOnlySpan<byte> text)
    {
        const int Word = sizeof(ulong);
        ref byte first = ref MemoryMarshal.GetReference(text);
        if (text.Length < Word)
            return Vector128.Create(Unsafe.ReadUnaligned<uint>(ref first) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, 3)) << 24), 0).AsByte();
        ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, text.Length - Word));
        return Vector128.Create(Unsafe.ReadUnaligned<ulong>(ref first), text.Length == Word ? 0 : last >> (8 * ((2 * Word) - text.Length))).AsByte();
    }
}
