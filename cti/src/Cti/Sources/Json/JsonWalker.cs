using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Json;

/// <summary>Passes over JSON values byte by byte: what it accepts is valid JSON, what it does not may be so all the same.</summary>
/// <remarks>Stateless. All positions are indexes into the bytes; below zero means that it is not sure.</remarks>
internal static class JsonWalker
{
    /// <summary>Not sure.</summary>
    public const int Doubt = -1;

    /// <summary>The index of the first byte that is no white space; the bytes' length where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Space(ReadOnlySpan<byte> bytes, int at)
    {
        while ((uint)at < (uint)bytes.Length && bytes[at] <= ' ' && bytes[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        return at;
    }

    /// <summary>The index of the quote that closes a string.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="at">Index behind the opening quote.</param>
    /// <param name="isEscaped">Whether it holds escapes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Text(ReadOnlySpan<byte> bytes, int at, out bool isEscaped)
    {
        isEscaped = false;
        at = PlainEnd(bytes, at);
        if (at == bytes.Length)
            return Doubt;
        if (bytes[at] == '"')
            return at;
        isEscaped = true;
        return EscapedText(bytes, at);
    }

    /// <summary>The index of the first quote, backslash or control character; the bytes' length where there is none.</summary>
    /// <remarks>By hand: what the runtime has for it is compiled late and, at first, without optimisation.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlainEnd(ReadOnlySpan<byte> bytes, int at)
    {
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        for (; at <= bytes.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            Vector256<byte> next = Vector256.LoadUnsafe(ref first, (nuint)at);
            Vector256<byte> ends = Vector256.Equals(next, Vector256.Create((byte)'"')) | Vector256.Equals(next, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(next, Vector256.Create((byte)' '));
            if (ends != Vector256<byte>.Zero)
                return at + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
        }

        while (at < bytes.Length && bytes[at] is not ((byte)'"' or (byte)'\\' or < (byte)' '))
            at++;
        return at;
    }

    /// <summary>The index behind any value.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="at">Its first byte.</param>
    /// <param name="depth">How many objects and lists may be nested still.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Value(ReadOnlySpan<byte> bytes, int at, int depth)
    {
        if ((uint)at >= (uint)bytes.Length)
            return Doubt;
        switch (bytes[at])
        {
            case (byte)'"':
                int quote = Text(bytes, at + 1, out _);
                return quote < 0 ? Doubt : quote + 1;
            case (byte)'{': return depth == 0 ? Doubt : Members(bytes, at + 1, depth - 1);
            case (byte)'[': return depth == 0 ? Doubt : Items(bytes, at + 1, depth - 1);
            default: return Literal(bytes, at);
        }
    }

    /// <summary>The index behind a number, a truth value or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Literal(ReadOnlySpan<byte> bytes, int at)
    {
        ReadOnlySpan<byte> rest = bytes[at..];
        int length = rest.StartsWith("true"u8) || rest.StartsWith("null"u8) ? 4 : rest.StartsWith("false"u8) ? 5 : NumberLength(rest);
        return length > 0 && length < rest.Length && rest[length] is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'
            ? at + length
            : Doubt;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Members(ReadOnlySpan<byte> bytes, int at, int depth)
    {
        at = Space(bytes, at);
        if (at < bytes.Length && bytes[at] == '}')
            return at + 1;
        while (at < bytes.Length && bytes[at] == '"')
        {
            int quote = Text(bytes, at + 1, out _);
            if (quote < 0)
                return Doubt;
            at = Space(bytes, quote + 1);
            if (at >= bytes.Length || bytes[at] != ':')
                return Doubt;
            at = Value(bytes, Space(bytes, at + 1), depth);
            if (at < 0)
                return Doubt;
            at = Space(bytes, at);
            if (at < bytes.Length && bytes[at] == '}')
                return at + 1;
            if (at >= bytes.Length || bytes[at] != ',')
                return Doubt;
            at = Space(bytes, at + 1);
        }

        return Doubt;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Items(ReadOnlySpan<byte> bytes, int at, int depth)
    {
        at = Space(bytes, at);
        if (at < bytes.Length && bytes[at] == ']')
            return at + 1;
        while (true)
        {
            at = Value(bytes, at, depth);
            if (at < 0)
                return Doubt;
            at = Space(bytes, at);
            if (at < bytes.Length && bytes[at] == ']')
                return at + 1;
            if (at >= bytes.Length || bytes[at] != ',')
                return Doubt;
            at = Space(bytes, at + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EscapedText(ReadOnlySpan<byte> bytes, int at)
    {
        while (bytes[at] == '\\')
        {
            if (at + 1 >= bytes.Length)
                return Doubt;
            if (bytes[at + 1] == 'u')
            {
                if (at + 6 > bytes.Length || !IsHex(bytes.Slice(at + 2, 4)))
                    return Doubt;
                at += 6;
            }
            else
            {
                if (!"\"\\/bfnrt"u8.Contains(bytes[at + 1]))
                    return Doubt;
                at += 2;
            }

            at = PlainEnd(bytes, at);
            if (at == bytes.Length)
                return Doubt;
        }

        return bytes[at] == '"' ? at : Doubt;
    }

    private static bool IsHex(ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }

        return true;
    }

    private static int NumberLength(ReadOnlySpan<byte> text)
    {
        int at = text[0] == '-' ? 1 : 0;
        int whole = Digits(text, at);
        if (whole == 0 || (whole > 1 && text[at] == '0'))
            return 0;
        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            int decimals = Digits(text, at + 1);
            if (decimals == 0)
                return 0;
            at += decimals + 1;
        }

        // Exponents are rare enough to leave them to the reader.
        return at;
    }

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
            at++;
        return at - from;
    }
}
