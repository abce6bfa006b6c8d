namespace Cti.Records.Forms;

/// <summary>Calendar dates as columns hold them.</summary>
public static class DateRule
{
    /// <summary>Days since 1970-01-01.</summary>
    public static long ToDays(DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}
