using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cti.Records.Forms;

/// <summary>Dates and date-times as bytes: <c>YYYY-MM-DD</c>, or with <c>[ T]HH:MM:SS[.ffffff][Z|±HH:MM]</c>.</summary>
public static class TimestampText
{
    private const long MicrosPerSecond = 1_000_000;
    private const long MicrosPerDay = 86_400 * MicrosPerSecond;
    private const long Least = -62_135_596_800 * MicrosPerSecond;
    private const long Greatest = (253_402_300_800 * MicrosPerSecond) - 1;

    /// <summary>Parses trimmed text to microseconds since 1970-01-01 UTC; years 1 to 9999.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 10 || !TryDay(text, out long day))
            return false;
        micros = day * MicrosPerDay;
        return text.Length == 10 || TryTime(text[10..], ref micros);
    }

    /// <summary>Whether a moment lies within the years 1 to 9999.</summary>
    public static bool IsInRange(long micros) => micros is >= Least and <= Greatest;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDay(ReadOnlySpan<byte> text, out long day)
    {
        ulong head = Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(text));
        uint tail = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), 8));

        // 'YYYY-MM-' without its hyphens must be zero nibbles under 10 after taking '0' away, like the two digits of the day.
        ulong digits = head - 0x2D30_302D_3030_3030;
        uint dayDigits = tail - 0x3030;
        bool valid = (digits & 0xFFF0_F0FF_F0F0_F0F0) == 0 && ((digits + 0x0006_0600_0606_0606) & 0x00F0_F000_F0F0_F0F0) == 0
            && (dayDigits & 0xF0F0) == 0 && ((dayDigits + 0x0606) & 0xF0F0) == 0;
        int year = (int)((digits & 15) * 1000) + ((int)((digits >> 8) & 15) * 100) + ((int)((digits >> 16) & 15) * 10) + (int)((digits >> 24) & 15);
        int month = ((int)((digits >> 40) & 15) * 10) + (int)((digits >> 48) & 15);
        int dayOfMonth = ((int)(dayDigits & 15) * 10) + (int)((dayDigits >> 8) & 15);
        day = 0;
        if (!valid || year == 0 || (uint)(month - 1) > 11 || dayOfMonth == 0 || dayOfMonth > DateTime.DaysInMonth(year, month))
            return false;
        day = DaysSinceEpoch(year, month, dayOfMonth);
        return true;
    }

    /// <summary>Days since 1970-01-01 of a valid date of the Gregorian calendar, by counting from March.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        int shifted = month <= 2 ? year - 1 : year;
        int century = shifted / 100;
        int dayOfYear = ((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5;
        return (shifted * 365L) + (shifted / 4) - century + (century / 4) + dayOfYear + day - 719_469;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTime(ReadOnlySpan<byte> text, ref long micros)
    {
        if (text.Length < 9 || (text[0] != ' ' && text[0] != 'T'))
            return false;

        // 'HH:MM:SS' without its colons must be zero nibbles under 10, like the day.
        ulong digits = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), 1)) - 0x3030_3A30_303A_3030;
        if ((digits & 0xF0F0_FFF0_F0FF_F0F0) != 0 || ((digits + 0x0606_0006_0600_0606) & 0xF0F0_00F0_F000_F0F0) != 0)
            return false;
        int hour = ((int)(digits & 15) * 10) + (int)((digits >> 8) & 15);
        int minute = ((int)((digits >> 24) & 15) * 10) + (int)((digits >> 32) & 15);
        int second = ((int)((digits >> 48) & 15) * 10) + (int)(digits >> 56);
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        micros += ((hour * 3600L) + (minute * 60) + second) * MicrosPerSecond;
        ReadOnlySpan<byte> rest = text[9..];
        return TryFraction(ref rest, ref micros) && TryOffset(rest, ref micros);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFraction(ref ReadOnlySpan<byte> text, ref long micros)
    {
        if (text.Length == 0 || text[0] != '.')
            return true;
        int at = 1;
        long fraction = 0;
        for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++)
            fraction = (fraction * 10) + (text[at] - '0');
        int digits = at - 1;
        if (digits is 0 or > 6)
            return false;
        for (; digits < 6; digits++)
            fraction *= 10;
        micros += fraction;
        text = text[at..];
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryOffset(ReadOnlySpan<byte> text, ref long micros)
    {
        if (text.Length == 0 || (text.Length == 1 && text[0] == 'Z'))
            return true;
        if (text.Length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
            return false;
        int hour = TwoDigits(text, 1);
        int minute = TwoDigits(text, 4);
        if ((uint)hour > 14 || (uint)minute > 59 || (hour == 14 && minute > 0))
            return false;
        long offset = ((hour * 60L) + minute) * 60 * MicrosPerSecond;
        micros -= text[0] == '-' ? -offset : offset;
        return micros is >= Least and <= Greatest;
    }

    private static int TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        uint high = (uint)(text[at] - '0');
        uint low = (uint)(text[at + 1] - '0');
        return high > 9 || low > 9 ? -1 : (int)((high * 10) + low);
    }
}
