using Cti.Records.Forms;
using FluentValidation;

namespace Cti.Records.ErasureRequests;

/// <summary>What an erasure request must be.</summary>
public sealed class ErasureRequestValidator : AbstractValidator<ErasureRequestRecord>
{
    /// <summary>Declares the rules.</summary>
    public ErasureRequestValidator()
    {
        RuleFor(r => r).Must(r => r.CustomerId is not null || r.Email is not null)
            .WithErrorCode("required").WithMessage("At least one of the fields customer-id and email is required").OverridePropertyName("record");
        RuleFor(r => r.CustomerId).Cascade(CascadeMode.Stop).MustBe("customer-id", CustomerIdRule.IsValid, "invalid_id", CustomerIdRule.Expected)
            .MustFit("customer-id", ErasureRequestsTables.ErasureRequests.MaxBytesOf("customer_id"));
        RuleFor(r => r.Email).Cascade(CascadeMode.Stop)
            .MustBe("email", EmailRule.IsValid, "invalid_email", "an e-mail address (one @, a local part, a domain with a dot)")
            .MustFit("email", ErasureRequestsTables.ErasureRequests.MaxBytesOf("email"));
    }
}
