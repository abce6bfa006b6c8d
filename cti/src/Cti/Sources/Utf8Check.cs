using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Cti.Sources;

/// <summary>Whether bytes are UTF-8, at the speed of memory where they are mostly ASCII.</summary>
internal static class Utf8Check
{
    private const int StepBytes = 4 * 32;
    private const int StretchBytes = 256;

    /// <summary>The same answer as <see cref="Utf8.IsValid"/>.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            int at = FirstNotAscii(bytes);
            if (at == bytes.Length)
                return true;

            // A stretch ends where no character can go on.
            int end = Math.Min(at + StretchBytes, bytes.Length);
            while (end < bytes.Length && bytes[end] >= 0x80)
                end++;
            if (!Utf8.IsValid(bytes[at..end]))
                return false;
            bytes = bytes[end..];
        }
    }

    /// <summary>The index of the first byte that is not ASCII; the length where all are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FirstNotAscii(ReadOnlySpan<byte> bytes)
    {
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        int at = 0;
        for (; at <= bytes.Length - StepBytes; at += StepBytes)
        {
            Vector256<byte> any = Vector256.LoadUnsafe(ref first, (nuint)at) | Vector256.LoadUnsafe(ref first, (nuint)at + 32)
                | Vector256.LoadUnsafe(ref first, (nuint)at + 64) | Vector256.LoadUnsafe(ref first, (nuint)at + 96);
            if (any.ExtractMostSignificantBits() != 0)
                break;
        }

        for (; at <= bytes.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            uint marks = Vector256.LoadUnsafe(ref first, (nuint)at).ExtractMostSignificantBits();
            if (marks != 0)
                return at + BitOperations.TrailingZeroCount(marks);
        }

        while (at < bytes.Length && bytes[at] < 0x80)
            at++;
        return at;
    }
}
