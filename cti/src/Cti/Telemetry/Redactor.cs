using System.Text.RegularExpressions;

namespace Cti.Telemetry;

/// <summary>The last defence of secrets: takes known secret values, and passwords within URLs, out of any text that leaves the program.</summary>
/// <remarks>Texts are made without secrets in the first place; this catches what a library's message carries along.</remarks>
public sealed partial class Redactor
{
    // A shorter value would blot out ordinary words; whoever has a secret of three characters has none.
    private const int ShortestSecret = 4;
    private const string Mask = "***";
    private readonly string[] _secrets;

    /// <summary>Makes a redactor.</summary>
    /// <param name="secrets">The values to hide; nulls and values under four characters are passed over.</param>
    public Redactor(IEnumerable<string?> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        // The longest first: where one secret is part of another, no rest of the longer one may stay.
        _secrets = [.. secrets.OfType<string>()
            .Where(s => s.Length >= ShortestSecret)
            .SelectMany(Spellings)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(s => s.Length)];
    }

    /// <summary>A redactor that knows no values yet and hides only passwords within URLs.</summary>
    public static Redactor Empty { get; } = new([]);

    /// <summary>The text with every secret replaced by <c>***</c>.</summary>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text.Contains("://", StringComparison.Ordinal) ? UrlPassword().Replace(text, "$1" + Mask + "@") : text;
    }

    private static IEnumerable<string> Spellings(string secret) =>
        [secret, Uri.EscapeDataString(secret), System.Text.Json.JsonEncodedText.Encode(secret).ToString(), secret.Replace("'", "''", StringComparison.Ordinal)];

    [GeneratedRegex(@"(://[^\s/:@]*:)[^\s/@]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UrlPassword();
}
