using Cti.Failures;

namespace Cti.Cli.Settings;

/// <summary>From merged settings to bound ones.</summary>
public static class SettingsLoader
{
    /// <summary>Judges and binds.</summary>
    /// <param name="settings">What the sources say.</param>
    /// <param name="needs">What the verb needs.</param>
    /// <exception cref="CtiException">Usage: names every violation, none of the values.</exception>
    public static CtiSettings Bind(MergedSettings settings, SettingsNeeds needs)
    {
        // Most short runs bring no settings: the library that judges them is loaded only where there is something to judge.
        IReadOnlyList<SettingsViolation> violations = settings.IsEmpty && !needs.Pepper ? [] : new SettingsValidator(needs).Violations(settings);
        if (violations.Count > 0)
        {
            throw CtiException.Usage("settings", $"The settings are not usable: {string.Join("; ", violations)}.");
        }

        return CtiSettings.Of(settings);
    }
}
