using Cti.Records.Forms;
using FluentValidation;

namespace Cti.Records.WebEvents;

/// <summary>What an <c>identify</c> event must be, once parsed.</summary>
public sealed class UserEventValidator : AbstractValidator<UserEvent>
{
    /// <summary>Declares the rules; every one that fails is reported.</summary>
    public UserEventValidator()
    {
        RuleFor(e => e.MessageId).Cascade(CascadeMode.Stop).MustBePresent("messageId").MustFit("messageId", MaxBytes("message_id"));
        RuleFor(e => e.UserId).Cascade(CascadeMode.Stop).MustBePresent("userId").MustFit("userId", MaxBytes("user_id"));
        RuleFor(e => e.Username).MustFit("traits.username", MaxBytes("username"));
        RuleFor(e => e.Email).Cascade(CascadeMode.Stop)
            .MustBe("traits.email", EmailRule.IsValid, "invalid_email", "an e-mail address (one @, a local part, a domain with a dot)")
            .MustFit("traits.email", MaxBytes("email"));
        RuleFor(e => e.AboutMe).MustFit("traits.about_me", MaxBytes("about_me"));
        RuleFor(e => e.Traits).MustFit("traits.*", MaxBytes("traits"));
        RuleFor(e => e.Timestamp).MustBePresent("timestamp");
    }

    private static int MaxBytes(string column) => WebEventsTables.Users.MaxBytesOf(column);
}
