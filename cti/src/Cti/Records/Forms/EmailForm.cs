using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cti.Records.Forms;

/// <summary>An e-mail address, lower case unless it is to be kept: one <c>@</c>, no white space, a local part, a domain of at least two labels, none empty.</summary>
/// <param name="maxBytes">Greatest length in UTF-8 bytes.</param>
/// <param name="lower">Whether to lower the case (invariant).</param>
/// <param name="nullable">Whether an empty value is acceptable.</param>
public sealed class EmailForm(int maxBytes, bool lower = true, bool nullable = false) : TextForm
{
    /// <inheritdoc/>
    public override int Room(int rawLength) => rawLength + (rawLength >> 1) + 4;

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        ReadOnlySpan<byte> trimmed = TrimAscii(raw);
        if (trimmed.Length is >= 16 and <= 32 && maxBytes >= 32)
        {
            int written = WriteVector(ref MemoryMarshal.GetReference(trimmed), trimmed.Length, lower, destination);
            if (written != NotAccepted)
                return written;
        }

        return Exactly(raw, destination);
    }

    /// <summary>Both halves of 16 to 32 bytes at once, overlapping; the rules become arithmetic on bit masks, one bit a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int WriteVector(ref byte start, int length, bool lower, Span<byte> destination)
    {
        Vector128<byte> head = Vector128.LoadUnsafe(ref start);
        Vector128<byte> tail = Vector128.LoadUnsafe(ref start, (nuint)(length - 16));
        Vector128<byte> odd = Vector128.LessThanOrEqual(head, Vector128.Create((byte)' ')) | Vector128.LessThanOrEqual(tail, Vector128.Create((byte)' '));
        if (((head | tail) & Vector128.Create((byte)0x80)) != Vector128<byte>.Zero || odd != Vector128<byte>.Zero)
            return NotAccepted;

        if (lower)
        {
            head = Lower(head);
            tail = Lower(tail);
        }

        ref byte target = ref MemoryMarshal.GetReference(destination);
        head.StoreUnsafe(ref target);
        tail.StoreUnsafe(ref target, (nuint)(length - 16));

        ulong ats = Mask(head, tail, (byte)'@', length);
        ulong dots = Mask(head, tail, (byte)'.', length);
        int at = BitOperations.TrailingZeroCount(ats);
        if (BitOperations.PopCount(ats) != 1 || at == 0)
            return NotAccepted;

        ulong domainDots = dots & ~((2UL << at) - 1);
        bool labelsFilled = (domainDots & ((domainDots << 1) | (2UL << at) | (1UL << (length - 1)))) == 0;
        return domainDots != 0 && labelsFilled ? length : NotAccepted;
    }

    private static Vector128<byte> Lower(Vector128<byte> text)
    {
        Vector128<byte> upper = Vector128.LessThanOrEqual(text - Vector128.Create((byte)'A'), Vector128.Create((byte)25));
        return text | (upper & Vector128.Create((byte)0x20));
    }

    private static ulong Mask(Vector128<byte> head, Vector128<byte> tail, byte wanted, int length)
    {
        ulong low = Vector128.Equals(head, Vector128.Create(wanted)).ExtractMostSignificantBits();
        ulong high = Vector128.Equals(tail, Vector128.Create(wanted)).ExtractMostSignificantBits();
        return low | (high << (length - 16));
    }

    private int Exactly(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        string text = TrimExactly(raw);
        if (text.Length == 0 && nullable)
            return Null;
        if (lower)
            text = text.ToLowerInvariant();
        return EmailRule.IsValid(text) ? WriteExactly(text, maxBytes, destination) : NotAccepted;
    }
}
