namespace Cti.Cli.Settings;

/// <summary>A setting's text and where it came from.</summary>
/// <param name="Text">The value; it may be a secret, so that it is never part of a message.</param>
/// <param name="Origin">For messages: the variable or the file.</param>
public sealed record SettingValue(string Text, string Origin)
{
    /// <summary>The origin only: a value might be a secret.</summary>
    public override string ToString() => Origin;
}
