using FluentValidation;

namespace Cti.Records.KeyData;

/// <summary>What a key-value record must be.</summary>
public sealed class KeyDataValidator : AbstractValidator<KeyDataRecord>
{
    /// <summary>Declares the rules: where both fields are empty, the record as a whole is.</summary>
    public KeyDataValidator()
    {
        RuleFor(r => r).Must(r => r.Key is not null || r.Data is not null)
            .WithErrorCode("empty_record").WithMessage("Record is empty").OverridePropertyName("record");
        When(r => r.Key is not null || r.Data is not null, () =>
        {
            RuleFor(r => r.Key).Cascade(CascadeMode.Stop).MustBePresent("Key").MustFit("Key", KeyDataTables.KeyData.MaxBytesOf("key"));
            RuleFor(r => r.Data).Cascade(CascadeMode.Stop).MustBePresent("Data").MustFit("Data", KeyDataTables.KeyData.MaxBytesOf("data"));
        });
    }
}
