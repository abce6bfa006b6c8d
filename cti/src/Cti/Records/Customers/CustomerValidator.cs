using System.Linq.Expressions;
using Cti.Records.Forms;
using FluentValidation;

namespace Cti.Records.Customers;

/// <summary>What a customer must be, once parsed.</summary>
public sealed class CustomerValidator : AbstractValidator<CustomerRecord>
{
    private static readonly string[] Segments = ["health", "sports", "beauty"];

    /// <summary>Declares the rules; every one that fails is reported.</summary>
    public CustomerValidator()
    {
        RuleFor(c => c.Id).Cascade(CascadeMode.Stop).MustBePresent("id").MustBe("id", CustomerIdRule.IsValid, "invalid_id", CustomerIdRule.Expected).MustFit("id", MaxBytes("id"));
        Required(c => c.FirstName, "first_name");
        Required(c => c.LastName, "last_name");
        RuleFor(c => c.Email).Cascade(CascadeMode.Stop).MustBePresent("email")
            .MustBe("email", EmailRule.IsValid, "invalid_email", "an e-mail address (one @, a local part, a domain with a dot)")
            .MustFit("email", MaxBytes("email"));
        Optional(c => c.PhoneNumber, "phone_number");
        Optional(c => c.Address, "address");
        Optional(c => c.City, "city");
        Optional(c => c.Country, "country");
        Optional(c => c.Postcode, "postcode");
        RuleFor(c => c.Segment).MustBe("segment", Segments.Contains, "invalid_segment", "health, sports, beauty or null");
    }

    private void Required(Expression<Func<CustomerRecord, string?>> text, string field)
        => RuleFor(text).Cascade(CascadeMode.Stop).MustBePresent(field).MustFit(field, MaxBytes(field));

    private void Optional(Expression<Func<CustomerRecord, string?>> text, string field) => RuleFor(text).MustFit(field, MaxBytes(field));

    private static int MaxBytes(string column) => CustomersTables.Customers.MaxBytesOf(column);
}
