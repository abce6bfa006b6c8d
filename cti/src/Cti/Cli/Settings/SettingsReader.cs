using System.Text.Json;

namespace Cti.Cli.Settings;

/// <summary>Reads the settings' sources and merges them key by key: CTI_KEY, --settings FILE, CTI_SETTINGS, CTI_SETTINGS_FILE.</summary>
/// <remarks>A value that is null or blank counts as not set, so that the next source may speak.</remarks>
public sealed class SettingsReader
{
    private readonly Dictionary<string, SettingValue> _values = new(StringComparer.Ordinal);
    private readonly List<string> _secrets = [];
    private readonly List<SettingsViolation> _violations = [];
    private readonly List<string> _strangers = [];

    private SettingsReader()
    {
    }

    /// <summary>Reads everything; what is wrong becomes a violation, nothing throws.</summary>
    /// <param name="settingsFile">The argument of <c>--settings</c>; null where there is none.</param>
    /// <param name="environment">The process's environment.</param>
    public static MergedSettings Read(string? settingsFile, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var reader = new SettingsReader();
        // The strongest source first: what is set stays.
        reader.TakeEnvironment(environment);
        reader.TakeFile(settingsFile, "--settings");
        if (environment.TryGetValue("CTI_SETTINGS", out string? json) && !string.IsNullOrWhiteSpace(json))
        {
            reader.TakeJson(json, "CTI_SETTINGS");
        }

        reader.TakeFile(environment.GetValueOrDefault("CTI_SETTINGS_FILE"), "CTI_SETTINGS_FILE");
        return new MergedSettings(reader._values, reader._secrets, reader._violations, reader._strangers);
    }

    private void TakeEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        foreach (SettingKey key in SettingKeys.All)
        {
            Take(key, environment.GetValueOrDefault(key.Variable), key.Variable);
            if (key.Secret && environment.GetValueOrDefault(key.FileVariable) is { Length: > 0 } file)
            {
                Take(key, ReadFile(file, key.FileVariable)?.Trim(), $"{key.FileVariable} {file}");
            }
        }

        IReadOnlyList<string> known = [.. SettingKeys.All.Select(k => k.Variable), .. SettingKeys.All.Where(k => k.Secret).Select(k => k.FileVariable), .. SettingKeys.OtherVariables];
        foreach (string name in environment.Keys.Where(n => n.StartsWith("CTI_", StringComparison.Ordinal)).Except(known).Order(StringComparer.Ordinal))
        {
            // The environment is shared with other programs: only what looks like a slip of the pen is held against the user.
            if (NearestName.Of(name["CTI_".Length..], known.Select(k => k["CTI_".Length..])) is { } nearest)
            {
                _violations.Add(new SettingsViolation(name, "the environment", $"there is no such setting; did you mean CTI_{nearest}?"));
            }
            else
            {
                _strangers.Add(name);
            }
        }
    }

    private void TakeFile(string? file, string origin)
    {
        if (!string.IsNullOrWhiteSpace(file) && ReadFile(file, origin) is { } json)
        {
            TakeJson(json, $"{origin} {file}");
        }
    }

    private string? ReadFile(string file, string origin)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _violations.Add(new SettingsViolation(file, origin, "the file cannot be read: " + exception.Message.TrimEnd('.')));
            return null;
        }
    }

    private void TakeJson(string json, string origin)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                _violations.Add(new SettingsViolation("settings", origin, $"it must be one JSON object, found {document.RootElement.ValueKind}"));
                return;
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                TakeProperty(property, origin);
            }
        }
        catch (JsonException exception)
        {
            // The parser's own message may quote the text, and that may be a secret.
            string place = exception.LineNumber is null ? string.Empty : $" (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})";
            _violations.Add(new SettingsViolation("settings", origin, $"it is no valid JSON{place}"));
        }
    }

    private void TakeProperty(JsonProperty property, string origin)
    {
        if (property.Name == "$schema")
        {
            return;
        }

        if (SettingKeys.Find(property.Name) is not { } key)
        {
            string? nearest = NearestName.Of(property.Name, SettingKeys.All.Select(k => k.Name));
            string advice = nearest is null ? "known are " + string.Join(", ", SettingKeys.All.Select(k => k.Name)) : $"did you mean {nearest}?";
            _violations.Add(new SettingsViolation(property.Name, origin, $"there is no such setting; {advice}"));
            return;
        }

        switch (property.Value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.String:
                Take(key, property.Value.GetString(), origin);
                break;
            case JsonValueKind.Number:
                Take(key, property.Value.GetRawText(), origin);
                break;
            default:
                _violations.Add(new SettingsViolation(key.Name, origin, $"it must be {key.Expected}, found {property.Value.ValueKind}"));
                break;
        }
    }

    private void Take(SettingKey key, string? text, string origin)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (key.Secret)
        {
            _secrets.Add(text);
        }

        _values.TryAdd(key.Name, new SettingValue(text, origin));
    }
}
