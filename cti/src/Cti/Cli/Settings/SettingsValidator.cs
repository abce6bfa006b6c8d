using FluentValidation;

namespace Cti.Cli.Settings;

/// <summary>Judges the merged settings; finds every violation at once.</summary>
public sealed class SettingsValidator : AbstractValidator<MergedSettings>
{
    /// <summary>Makes the rules.</summary>
    /// <param name="needs">What the verb needs.</param>
    public SettingsValidator(SettingsNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        foreach (SettingKey key in SettingKeys.All)
        {
            // None of the messages shows the value: it might be a secret put under the wrong key.
            RuleFor(s => s.Text(key.Name))
                .Cascade(CascadeMode.Stop)
                .Must(t => t != SettingKeys.Placeholder).WithMessage("it still holds the example's placeholder; put your value there or take the key out")
                .Must(t => t is null || key.Accepts(t)).WithMessage($"it must be {key.Expected}")
                .OverridePropertyName(key.Name);
        }

        Require("secret_key", s => s.Text("access_key") is not null, "it is needed beside access_key; without both the AWS default credential chain holds");
        Require("access_key", s => s.Text("secret_key") is not null, "it is needed beside secret_key; without both the AWS default credential chain holds");
        Require("access_key", s => s.Text("session_token") is not null && s.Text("secret_key") is null, "it is needed beside session_token");
        Require("pepper", _ => needs.Pepper, "it is needed for keyed hashes (--anonymize); set CTI_PEPPER, CTI_PEPPER_FILE or the key in the settings");
        Refuse("cluster", s => s.Text("workgroup") is not null, "it excludes workgroup; keep the one that holds the database");
        if (needs.Dataset is { } dataset && dataset.Tables.Count + dataset.Tables.Sum(t => t.Derived.Count) > 1)
        {
            Refuse("table", _ => true, $"the dataset {dataset.Name} has several tables, which keep their own names; take the key out");
        }
    }

    /// <summary>Every violation: of the sources and of the values.</summary>
    public IReadOnlyList<SettingsViolation> Violations(MergedSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. settings.Violations, .. Validate(settings).Errors.Select(e => new SettingsViolation(e.PropertyName, settings.Origin(e.PropertyName), e.ErrorMessage))];
    }

    private void Require(string key, Func<MergedSettings, bool> condition, string message) =>
        RuleFor(s => s.Text(key)).NotNull().WithMessage(message).OverridePropertyName(key).When(condition);

    private void Refuse(string key, Func<MergedSettings, bool> condition, string message) =>
        RuleFor(s => s.Text(key)).Null().WithMessage(message).OverridePropertyName(key).When(condition);
}
