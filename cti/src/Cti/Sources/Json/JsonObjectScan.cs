using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Cti.Sources.Csv;

namespace Cti.Sources.Json;

/// <summary>Finds where an object ends by its quotes, escapes and braces, 64 bytes a step.</summary>
/// <remarks>
/// What valid JSON never has makes it broken at once, so that one stray quote does not turn text into structure for the rest of the object:
/// a line feed inside a string, an opening quote behind anything but structure or white space, a closing one before anything but that.
/// </remarks>
internal static class JsonObjectScan
{
    private const int StepBytes = 64;
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    /// <summary>Where the object that begins at <paramref name="start"/> with a brace ends.</summary>
    /// <param name="buffer">Goes on for at least 64 bytes behind the limit.</param>
    /// <param name="start">Index of the opening brace.</param>
    /// <param name="limit">Where the bytes end.</param>
    /// <param name="final">No bytes follow.</param>
    /// <param name="maxBytes">The longest object.</param>
    public static JsonExtent Find(ReadOnlySpan<byte> buffer, int start, int limit, bool final, int maxBytes)
    {
        int end = (int)Math.Min(limit, (long)start + maxBytes);
        int found = Pclmulqdq.IsSupported
            ? Run<CarrylessPrefixXor>(ref MemoryMarshal.GetReference(buffer), start, end)
            : Run<ShiftPrefixXor>(ref MemoryMarshal.GetReference(buffer), start, end);
        if (found > 0)
            return new JsonExtent(JsonExtentKind.Closed, found);
        return found < 0 || final || end < limit || limit - start == maxBytes
            ? new JsonExtent(JsonExtentKind.Broken, 0)
            : new JsonExtent(JsonExtentKind.NeedMore, 0);
    }

    /// <summary>The index behind the object; 0: not within the bytes; -1: broken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Run<TPrefix>(ref byte buffer, int start, int end)
        where TPrefix : struct, IPrefixXor
    {
        ulong inString = 0;
        ulong escapedCarry = 0;
        ulong allowedCarry = 1;
        ulong closedCarry = 0;
        int depth = 0;
        for (int at = start; at < end; at += StepBytes)
        {
            JsonMasks masks = JsonMasks.Load(ref Unsafe.Add(ref buffer, at));
            ulong known = end - at >= StepBytes ? ulong.MaxValue : (1UL << (end - at)) - 1;
            ulong quotes = masks.Quotes & ~Escaped(masks.Backslashes, ref escapedCarry);
            ulong strings = TPrefix.Of(quotes) ^ inString;
            inString = (ulong)((long)strings >> 63);
            ulong opens = masks.Opens & ~strings & known;
            ulong closes = masks.Closes & ~strings & known;

            int closed = BitOperations.PopCount(closes) >= depth ? EndIn(opens, closes, ref depth) : Deepen(opens, closes, ref depth);
            if (closed > 0)
                known &= closed == StepBytes ? ulong.MaxValue : (1UL << closed) - 1;

            ulong opening = quotes & strings;
            ulong closing = quotes & ~strings;
            ulong allowedBefore = masks.Between | masks.Opens;
            ulong allowedAfter = masks.Between | masks.Closes;
            ulong wrong = (masks.Feeds & strings) | (opening & ~((allowedBefore << 1) | allowedCarry)) | (((closing << 1) | closedCarry) & ~allowedAfter);
            if ((wrong & known) != 0)
                return -1;
            if (closed > 0)
                return at + closed;
            allowedCarry = allowedBefore >> 63;
            closedCarry = closing >> 63;
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Deepen(ulong opens, ulong closes, ref int depth)
    {
        depth += BitOperations.PopCount(opens) - BitOperations.PopCount(closes);
        return 0;
    }

    /// <summary>The number of bytes up to and with the one that closes the object; 0 where none does.</summary>
    private static int EndIn(ulong opens, ulong closes, ref int depth)
    {
        for (ulong both = opens | closes; both != 0; both &= both - 1)
        {
            int at = BitOperations.TrailingZeroCount(both);
            depth += ((opens >> at) & 1) != 0 ? 1 : -1;
            if (depth == 0)
                return at + 1;
        }

        return 0;
    }

    /// <summary>The bytes behind an odd number of backslashes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        if (backslashes == 0)
        {
            ulong first = carry;
            carry = 0;
            return first;
        }

        // Runs of backslashes that begin at an odd bit end, by the carry of the addition, where a run's parity tells.
        backslashes &= ~carry;
        ulong behind = (backslashes << 1) | carry;
        ulong oddStarts = backslashes & ~EvenBits & ~behind;
        ulong ends = oddStarts + backslashes;
        carry = ends < oddStarts ? 1UL : 0UL;
        return (EvenBits ^ (ends << 1)) & behind;
    }
}
