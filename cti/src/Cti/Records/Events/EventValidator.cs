using Cti.Records.Forms;
using FluentValidation;

namespace Cti.Records.Events;

/// <summary>What an event must be, once parsed.</summary>
public sealed class EventValidator : AbstractValidator<EventRecord>
{
    /// <summary>Declares the rules; every one that fails is reported.</summary>
    public EventValidator()
    {
        RuleFor(e => e.Id).MustBePresent("id");
        RuleFor(e => e.Timestamp).MustBePresent("timestamp");
        RuleFor(e => e.Email).Cascade(CascadeMode.Stop).MustBePresent("email")
            .MustBe("email", EmailRule.IsValid, "invalid_email", "an e-mail address (one @, a local part, a domain with a dot)")
            .MustFit("email", EventsTables.Events.MaxBytesOf("email"));
        RuleFor(e => e.Country).Cascade(CascadeMode.Stop).MustBePresent("country").MustFit("country", EventsTables.Events.MaxBytesOf("country"));
        RuleFor(e => e.Ip).MustBePresent("ip");
        RuleFor(e => e.Uri).Cascade(CascadeMode.Stop).MustBePresent("uri").MustFit("uri", EventsTables.Events.MaxBytesOf("uri"));
        RuleFor(e => e.Action).Cascade(CascadeMode.Stop).MustBePresent("action").MustFit("action", EventsTables.Events.MaxBytesOf("action"));
        RuleFor(e => e.Tags).MustFit("tags", EventsTables.Events.MaxBytesOf("tags"));
    }
}
