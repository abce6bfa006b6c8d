using System.Globalization;

namespace Cti.Quality.Validation;

/// <summary>A calendar month as a half-open range of microseconds since 1970-01-01 UTC.</summary>
/// <param name="From">Its first microsecond.</param>
/// <param name="To">The first microsecond after it.</param>
public readonly record struct MonthRange(long From, long To)
{
    /// <summary>The range of <c>2021-04</c>; null where the text is no month.</summary>
    public static MonthRange? Parse(string text)
    {
        if (!DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime first) || first.Year > 9998)
            return null;
        return new MonthRange(Micros(first), Micros(first.AddMonths(1)));
    }

    private static long Micros(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
