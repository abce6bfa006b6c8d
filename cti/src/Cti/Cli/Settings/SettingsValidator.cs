using FluentValidation;
using FluentValidation.Results;

namespace Cti.Cli.Settings;

/// <summary>Judges the merged settings; finds every violation at once.</summary>
/// <remarks>The rules run as one, over all keys: a rule of its own for each would compile an expression tree a key, at every start of the program.</remarks>
public sealed class SettingsValidator : AbstractValidator<MergedSettings>
{
    private readonly SettingsNeeds _needs;

    /// <summary>Makes the rules.</summary>
    /// <param name="needs">What the verb needs.</param>
    public SettingsValidator(SettingsNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        _needs = needs;
    }

    /// <summary>Every violation: of the sources and of the values.</summary>
    public IReadOnlyList<SettingsViolation> Violations(MergedSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. settings.Violations, .. Validate(settings).Errors.Select(e => new SettingsViolation(e.PropertyName, settings.Origin(e.PropertyName), e.ErrorMessage))];
    }

    /// <inheritdoc/>
    protected override bool PreValidate(ValidationContext<MergedSettings> context, ValidationResult result)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(result);
        foreach (SettingKey key in SettingKeys.All)
        {
            if (Complaint(key, context.InstanceToValidate.Text(key.Name)) is { } complaint)
                result.Errors.Add(new ValidationFailure(key.Name, complaint));
        }

        foreach ((string key, string complaint) in Together(context.InstanceToValidate))
            result.Errors.Add(new ValidationFailure(key, complaint));
        return false;
    }

    // None of the messages shows the value: it might be a secret put under the wrong key.
    private static string? Complaint(SettingKey key, string? text)
    {
        if (text == SettingKeys.Placeholder)
            return "it still holds the example's placeholder; put your value there or take the key out";
        return text is null || key.Accepts(text) ? null : $"it must be {key.Expected}";
    }

    private IEnumerable<(string Key, string Complaint)> Together(MergedSettings settings)
    {
        bool Has(string key) => settings.Text(key) is not null;
        if (Has("access_key") && !Has("secret_key"))
            yield return ("secret_key", "it is needed beside access_key; without both the AWS default credential chain holds");
        if (Has("secret_key") && !Has("access_key"))
            yield return ("access_key", "it is needed beside secret_key; without both the AWS default credential chain holds");
        if (Has("session_token") && !Has("secret_key") && !Has("access_key"))
            yield return ("access_key", "it is needed beside session_token");
        if (_needs.Pepper && !Has("pepper"))
            yield return ("pepper", "it is needed for keyed hashes (--anonymize, erasure requests, erase); set CTI_PEPPER, CTI_PEPPER_FILE or the key in the settings");
        if (Has("cluster") && Has("workgroup"))
            yield return ("cluster", "it excludes workgroup; keep the one that holds the database");
        if (Has("table") && _needs.Dataset is { } dataset && dataset.Tables.Count + dataset.Tables.Sum(t => t.Derived.Count) > 1)
            yield return ("table", $"the dataset {dataset.Name} has several tables, which keep their own names; take the key out");
    }
}
