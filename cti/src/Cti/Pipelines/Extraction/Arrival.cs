using System.Globalization;
using Cti.ObjectStores;

namespace Cti.Pipelines.Extraction;

/// <summary>When an object arrived: the hour of its partition, else the time at which the store took it.</summary>
/// <remarks>Read by hand: a regular expression would take a twentieth of a second to set up, before the first row of every run.</remarks>
public static class Arrival
{
    private const string DateName = "date=";
    private const string HourName = "hour=";

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public static long Of(ObjectInfo input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string[] folders = input.Uri.Split('/')[..^1];
        DateTime arrived = Innermost(folders, Named) ?? Innermost(folders, Hours) ?? input.LastModified.UtcDateTime;
        return (arrived - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    // The innermost partition counts; digits that are no date are some other folder.
    private static DateTime? Innermost(string[] folders, Func<ReadOnlySpan<string>, string?> partition)
    {
        for (int first = folders.Length - 1; first >= 0; first--)
        {
            if (partition(folders.AsSpan(first)) is { } text && DateTime.TryParseExact(text, "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime hour))
                return hour;
        }

        return null;
    }

    /// <summary><c>date=YYYY-MM-DD</c>, and <c>hour=H</c> where it is there.</summary>
    private static string? Named(ReadOnlySpan<string> folders)
    {
        if (!folders[0].StartsWith(DateName, StringComparison.Ordinal))
            return null;
        bool hasHour = folders.Length > 1 && folders[1].StartsWith(HourName, StringComparison.Ordinal) && IsNumber(folders[1].AsSpan(HourName.Length));
        return $"{folders[0].AsSpan(DateName.Length)} {(hasHour ? folders[1][HourName.Length..].PadLeft(2, '0') : "00")}";
    }

    /// <summary><c>YYYY/MM/DD/HH</c>.</summary>
    private static string? Hours(ReadOnlySpan<string> folders) =>
        folders is [{ Length: 4 } year, { Length: 2 } month, { Length: 2 } day, { Length: 2 } hour, ..] ? $"{year}-{month}-{day} {hour}" : null;

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is 1 or 2 && !text.ContainsAnyExceptInRange('0', '9');
}
