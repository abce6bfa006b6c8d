using System.Globalization;

namespace Cti.Cli.Resources;

/// <summary>Reads amounts of memory as people write them.</summary>
public static class MemorySize
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
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        string number = string.Concat(trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.'));
        if (!IsNumber(number) || UnitOf(trimmed[number.Length..].TrimStart(), kilo) is not { } unit)
            return false;
        decimal amount = decimal.Parse(number, CultureInfo.InvariantCulture) * unit;
        if (amount is < 1 or > long.MaxValue)
            return false;
        bytes = (long)amount;
        return true;
    }

    // At most fifteen digits before the point and nine behind it: no overflow in decimal.
    private static bool IsNumber(string text)
    {
        string[] parts = text.Split('.');
        return parts[0].Length is >= 1 and <= 15 && (parts.Length == 1 || (parts.Length == 2 && parts[1].Length is >= 1 and <= 9));
    }

    /// <summary>Bytes of the unit; null where it is none.</summary>
    private static decimal? UnitOf(string unit, int kilo)
    {
        int power = unit.Length == 0 ? 0 : "bkmgt".IndexOf(char.ToLowerInvariant(unit[0]), StringComparison.Ordinal);
        string rest = power > 0 ? unit[1..].ToUpperInvariant() : string.Empty;
        if (power < 0 || (power == 0 && unit.Length > 1) || rest is not ("" or "B" or "I" or "IB"))
            return null;
        decimal bytes = 1;
        for (int i = 0; i < power; i++)
            bytes *= rest.StartsWith('I') ? 1024 : kilo;
        return bytes;
    }
}
