using FluentValidation;

namespace Cti.Records.WebEvents;

/// <summary>What a post's event must be, once parsed.</summary>
public sealed class PostEventValidator : AbstractValidator<PostEvent>
{
    /// <summary>Declares the rules; every one that fails is reported.</summary>
    public PostEventValidator()
    {
        RuleFor(e => e.MessageId).Cascade(CascadeMode.Stop).MustBePresent("messageId").MustFit("messageId", MaxBytes("message_id"));
        RuleFor(e => e.Id).Cascade(CascadeMode.Stop).MustBePresent("properties.id").MustFit("properties.id", MaxBytes("id"));
        RuleFor(e => e.Body).MustFit("properties.body", MaxBytes("body"));
        RuleFor(e => e.UserId).Cascade(CascadeMode.Stop).MustBePresent("properties.author").MustFit("properties.author", MaxBytes("user_id"));
        RuleFor(e => e.Timestamp).MustBePresent("timestamp");
    }

    private static int MaxBytes(string column) => WebEventsTables.Posts.MaxBytesOf(column);
}
