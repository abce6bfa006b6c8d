using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Cti.Pipelines.Incremental;

/// <summary>The part of the ledger that an object belongs to. It follows from the name alone: another version of it is in the same part.</summary>
internal static partial class LedgerPartition
{
    /// <summary>The day that the folders name (<c>date=2021-04-01/</c>, <c>2021/04/01/</c>), else one of 256 by the name's hash.</summary>
    public static string Of(string uri)
    {
        Match day = Day().Match(uri);
        if (day.Success)
            return $"day={day.Groups["y"].Value}-{day.Groups["m"].Value}-{day.Groups["d"].Value}";
        byte bucket = SHA256.HashData(Encoding.UTF8.GetBytes(uri))[0];
        return string.Create(CultureInfo.InvariantCulture, $"hash={bucket:x2}");
    }

    // The innermost day counts.
    [GeneratedRegex("/(?:[a-z_]+=)?(?<y>[0-9]{4})[-/](?<m>[0-9]{2})[-/](?<d>[0-9]{2})/", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Day();
}
