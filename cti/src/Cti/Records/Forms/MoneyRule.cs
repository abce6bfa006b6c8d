using System.Globalization;

namespace Cti.Records.Forms;

/// <summary>Amounts of money as text: a plain decimal number, never floating point.</summary>
public static class MoneyRule
{
    /// <summary>What is expected, for messages.</summary>
    public const string Expected = "an amount of money: digits with at most two decimals";

    private const int MostDigits = 16;

    /// <summary>Parses trimmed text, such as <c>46</c>, <c>46.5</c>, <c>-46.50</c>; at most 16 digits before the point, as DECIMAL(18,2) holds them.</summary>
    public static bool TryParse(string text, out decimal amount)
    {
        ArgumentNullException.ThrowIfNull(text);
        amount = 0;
        ReadOnlySpan<char> digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        int point = digits.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? digits : digits[..point];
        ReadOnlySpan<char> decimals = point < 0 ? [] : digits[(point + 1)..];
        bool fits = whole.Length is > 0 and <= MostDigits && AreDigits(whole) && AreDigits(decimals) && (point < 0 || decimals.Length is 1 or 2);
        return fits && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);
    }

    /// <summary>The amount in hundredths, as columns hold it.</summary>
    public static long ToHundredths(decimal amount) => (long)(amount * 100);

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
