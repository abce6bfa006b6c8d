using FluentValidation;

namespace Cti.Records.WebEvents;

/// <summary>What the event of a follow, or of its end, must be, once parsed.</summary>
public sealed class FollowEventValidator : AbstractValidator<FollowEvent>
{
    /// <summary>Declares the rules; every one that fails is reported.</summary>
    public FollowEventValidator()
    {
        RuleFor(e => e.MessageId).Cascade(CascadeMode.Stop).MustBePresent("messageId").MustFit("messageId", MaxBytes("message_id"));
        RuleFor(e => e.UserId).Cascade(CascadeMode.Stop).MustBePresent("userId").MustFit("userId", MaxBytes("user_id"));
        RuleFor(e => e.Recipient).Cascade(CascadeMode.Stop).MustBePresent("properties.user_id").MustFit("properties.user_id", MaxBytes("user_id_recipient"));
        RuleFor(e => e.Timestamp).MustBePresent("timestamp");
    }

    private static int MaxBytes(string column) => WebEventsTables.Follows.MaxBytesOf(column);
}
