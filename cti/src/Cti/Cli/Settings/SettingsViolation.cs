namespace Cti.Cli.Settings;

/// <summary>One thing that is wrong with the settings.</summary>
/// <param name="Key">The setting, or what stands in its place.</param>
/// <param name="Origin">Where it came from; null where it is missing.</param>
/// <param name="Message">What is wrong and what to do, without the value.</param>
public sealed record SettingsViolation(string Key, string? Origin, string Message)
{
    /// <summary>The violation as a part of a sentence.</summary>
    public override string ToString() => Origin is null ? $"{Key}: {Message}" : $"{Key} (from {Origin}): {Message}";
}
