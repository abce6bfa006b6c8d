namespace Cti.Cli.Settings;

/// <summary>One setting: its name, and what its text must be like.</summary>
/// <param name="Name">As in the JSON object; <c>CTI_</c> and upper case make the environment variable.</param>
/// <param name="Expected">Ends the sentence "it must be …".</param>
/// <param name="Accepts">Whether a text is such a value.</param>
/// <param name="Secret">Whether the value must never be shown, and may come from the file that <c>CTI_NAME_FILE</c> names.</param>
public sealed record SettingKey(string Name, string Expected, Func<string, bool> Accepts, bool Secret = false)
{
    /// <summary>The environment variable that sets it.</summary>
    public string Variable => "CTI_" + Name.ToUpperInvariant();

    /// <summary>The environment variable that names a file holding it; only secrets have one.</summary>
    public string FileVariable => Variable + "_FILE";
}
