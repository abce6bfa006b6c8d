using System.Buffers;
using System.Globalization;
using Cti.Cli.Resources;

namespace Cti.Cli.Settings;

/// <summary>The settings this program knows.</summary>
public static class SettingKeys
{
    /// <summary>What example files hold where the user has to put a value.</summary>
    public const string Placeholder = "REPLACE_WITH_YOUR_VALUE";

    private const string AnyText = "text";
    private static readonly SearchValues<char> RegionCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> IdentifierCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    /// <summary>All settings, in the order of the documentation.</summary>
    public static IReadOnlyList<SettingKey> All { get; } =
    [
        new("access_key", AnyText, IsText, Secret: true),
        new("secret_key", AnyText, IsText, Secret: true),
        new("session_token", AnyText, IsText, Secret: true),
        new("region", "a region's name as eu-central-1", IsRegion),
        new("endpoint_url", "an http:// or https:// address", IsHttpAddress),
        new("cpus", "a number above 0", t => Number(t) is > 0),
        new("mem", "bytes, or a size as Docker writes it (512m, 4g)", t => MemorySize.TryParseDocker(t, out _)),
        new("shm_size", "bytes, or a size as Docker writes it (64m)", t => MemorySize.TryParseDocker(t, out _)),
        new("iam", "a role's ARN (arn:…) or default", t => t == "default" || IsArn(t)),
        new("schema", "a name of letters, digits and _, at most 127 characters", IsIdentifier),
        new("table", "a name of letters, digits and _, at most 127 characters", IsIdentifier),
        new("hostname", AnyText, IsText),
        new("port", "a whole number from 1 to 65535", t => Number(t) is >= 1 and <= 65535 and var n && decimal.IsInteger(n)),
        new("database", AnyText, IsText),
        new("username", AnyText, IsText),
        new("password", AnyText, IsText, Secret: true),
        new("secret_arn", "a secret's ARN (arn:…)", IsArn),
        new("workgroup", AnyText, IsText),
        new("cluster", AnyText, IsText),
        new("pepper", AnyText, IsText, Secret: true),
        new("pepper_version", AnyText, IsText),
    ];

    /// <summary>Variables of the program that begin like a setting's and are none.</summary>
    public static IReadOnlyList<string> OtherVariables { get; } = ["CTI_SETTINGS", "CTI_SETTINGS_FILE", "CTI_SPILL_DIR", "CTI_LOG_LEVEL"];

    /// <summary>The setting of that name, or null.</summary>
    public static SettingKey? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    /// <summary>The number that a text holds in the notation of JSON; null where it holds none.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : null;

    private static bool IsText(string text) => text.Length > 0;

    private static bool IsArn(string text) => text.StartsWith("arn:", StringComparison.Ordinal);

    private static bool IsHttpAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";

    private static bool IsRegion(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(RegionCharacters);

    private static bool IsIdentifier(string text) =>
        text.Length is > 0 and <= 127 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && !text.AsSpan().ContainsAnyExcept(IdentifierCharacters);
}
