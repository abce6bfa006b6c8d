namespace Cti.Cli.Settings;

/// <summary>What all sources of settings say together, key by key, before it is judged.</summary>
public sealed class MergedSettings
{
    private readonly IReadOnlyDictionary<string, SettingValue> _values;

    /// <summary>Makes it.</summary>
    /// <param name="values">The winning value of each key that is set.</param>
    /// <param name="secrets">Every secret value met, of losing sources too.</param>
    /// <param name="violations">What is wrong with the sources themselves.</param>
    /// <param name="strangers">Environment variables that begin with <c>CTI_</c> and mean nothing.</param>
    public MergedSettings(
        IReadOnlyDictionary<string, SettingValue> values,
        IReadOnlyList<string> secrets,
        IReadOnlyList<SettingsViolation> violations,
        IReadOnlyList<string> strangers)
    {
        _values = values;
        Secrets = secrets;
        Violations = violations;
        Strangers = strangers;
    }

    /// <summary>Every secret value met.</summary>
    public IReadOnlyList<string> Secrets { get; }

    /// <summary>Unreadable files, malformed JSON, unknown keys.</summary>
    public IReadOnlyList<SettingsViolation> Violations { get; }

    /// <summary>Environment variables that begin with <c>CTI_</c> and mean nothing.</summary>
    public IReadOnlyList<string> Strangers { get; }

    /// <summary>Whether no source sets anything, nor is at fault.</summary>
    public bool IsEmpty => _values.Count == 0 && Violations.Count == 0;

    /// <summary>The text of a setting, or null where it is not set.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name)?.Text;

    /// <summary>Where a setting came from, or null where it is not set.</summary>
    public string? Origin(string name) => _values.GetValueOrDefault(name)?.Origin;
}
