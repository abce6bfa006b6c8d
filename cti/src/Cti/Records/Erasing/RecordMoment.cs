using System.Buffers;
using System.Globalization;
using Cti.Records.Forms;

namespace Cti.Records.Erasing;

/// <summary>Where a record stands in time for an erasure, in datasets whose tables do not keep when it arrived: warehouses can only go by what the row says, so files and raw objects do, too.</summary>
/// <remarks>A record counts from when its object arrived or from when it says that it happened, whichever is earlier: an object that is stored again is no newer for it.</remarks>
public static class RecordMoment
{
    private const int DateLength = 10;
    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n\"',;|<>()[]{}=");

    /// <summary>The raw field that tells when what a record is about happened; null where the tables keep arrivals, and so nobody need go by it.</summary>
    public static string? FieldOf(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Plans.Any(p => p.Fields.Any(f => f.IsArrival)) || dataset.Tables[0].MonthColumn is not { } column)
            return null;
        return dataset.Plan.FirstOrDefault(f => f.Column == column)?.From ?? column;
    }

    /// <summary>The earlier of an object's arrival and a record's own time. One that does not tell its time counts as old.</summary>
    /// <param name="arrivedAt">Microseconds since 1970-01-01 UTC.</param>
    /// <param name="time">The record's text of <see cref="FieldOf"/>.</param>
    public static long Earlier(long arrivedAt, string? time) =>
        time is not null && TimestampRule.TryParse(time.Trim(), out DateTime moment) ? Math.Min(arrivedAt, TimestampRule.ToMicros(moment)) : long.MinValue;

    /// <summary>The same of a record that cannot be read field by field: by the earliest date that stands in it.</summary>
    public static long EarlierIn(long arrivedAt, string record)
    {
        ArgumentNullException.ThrowIfNull(record);
        DateTime? earliest = null;
        foreach (Range range in record.AsSpan().SplitAny(Separators))
        {
            ReadOnlySpan<char> word = record.AsSpan()[range];
            if (word.Length >= DateLength && DateTime.TryParseExact(word[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date) && !(earliest <= date))
                earliest = date;
        }

        return earliest is { } found ? Math.Min(arrivedAt, TimestampRule.ToMicros(found)) : long.MinValue;
    }
}
