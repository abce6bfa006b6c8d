using System.Globalization;
using System.Text.RegularExpressions;

namespace Cti.Cli.Resources;

/// <summary>Reads amounts of memory as people write them.</summary>
public static partial class MemorySize
{
    /// <summary>Reads an argument of <c>--memory</c>: k, MB and GB are powers of 1,000, KiB, MiB and GiB powers of 1,024; without unit, bytes.</summary>
    /// <remarks>Of the two readings of "256MB" this is the smaller: whoever sets a bound never gets more than meant.</remarks>
    /// <param name="text">As <c>256MB</c>, <c>1.5 GiB</c>, <c>268435456</c>.</param>
    /// <param name="bytes">The amount.</param>
    /// <returns>False where the text is no such amount.</returns>
    public static bool TryParse(string text, out long bytes) => TryParse(text, 1000, out bytes);

    /// <summary>Reads a size as Docker writes it: every unit is a power of 1,024.</summary>
    /// <param name="text">As <c>512m</c>, <c>4g</c>, <c>1073741824</c>.</param>
    /// <param name="bytes">The amount.</param>
    /// <returns>False where the text is no such amount.</returns>
    public static bool TryParseDocker(string text, out long bytes) => TryParse(text, 1024, out bytes);

    private static bool TryParse(string text, int kilo, out long bytes)
    {
        bytes = 0;
        Match match = Amount().Match(text);
        if (!match.Success)
        {
            return false;
        }

        string unit = match.Groups["unit"].Value.ToLowerInvariant();
        int factor = unit.Contains('i', StringComparison.Ordinal) ? 1024 : kilo;
        int power = unit.Length == 0 ? 0 : "bkmgt".IndexOf(unit[0], StringComparison.Ordinal);
        decimal amount = decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        for (int i = 0; i < power; i++)
        {
            amount *= factor;
        }

        if (amount is < 1 or > long.MaxValue)
        {
            return false;
        }

        bytes = (long)amount;
        return true;
    }

    // At most nine digits on either side of the point with a unit, or a plain count of bytes: no overflow in decimal.
    [GeneratedRegex(@"^\s*(?<number>[0-9]{1,15}(\.[0-9]{1,9})?)\s*(?<unit>b|[kmgt]i?b?)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Amount();
}
