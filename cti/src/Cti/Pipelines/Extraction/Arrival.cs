using System.Globalization;
using System.Text.RegularExpressions;
using Cti.ObjectStores;

namespace Cti.Pipelines.Extraction;

/// <summary>When an object arrived: the hour of its partition, else the time at which the store took it.</summary>
public static partial class Arrival
{
    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public static long Of(ObjectInfo input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string folder = input.Uri[..(input.Uri.LastIndexOf('/') + 1)];
        DateTime arrived = Partition(Named().Matches(folder)) ?? Partition(Hours().Matches(folder)) ?? input.LastModified.UtcDateTime;
        return (arrived - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    // The innermost partition counts; digits that are no date are some other folder.
    private static DateTime? Partition(MatchCollection found)
    {
        foreach (Match match in found.Reverse())
        {
            string text = $"{match.Groups["date"].Value.Replace('/', '-')} {(match.Groups["hour"].Success ? match.Groups["hour"].Value.PadLeft(2, '0') : "00")}";
            if (DateTime.TryParseExact(text, "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime hour))
                return hour;
        }

        return null;
    }

    [GeneratedRegex("(?<=/|^)date=(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})/(?:hour=(?<hour>[0-9]{1,2})/)?", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex("(?<=/|^)(?<date>[0-9]{4}/[0-9]{2}/[0-9]{2})/(?<hour>[0-9]{2})/", RegexOptions.CultureInvariant)]
    private static partial Regex Hours();
}
