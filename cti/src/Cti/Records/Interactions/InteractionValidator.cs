using System.Linq.Expressions;
using Cti.Records.Forms;
using FluentValidation;

namespace Cti.Records.Interactions;

/// <summary>What an interaction must be, once parsed.</summary>
public sealed class InteractionValidator : AbstractValidator<InteractionRecord>
{
    /// <summary>Declares the rules; every one that fails is reported.</summary>
    public InteractionValidator()
    {
        RuleForId(r => r.InteractionId, "interaction_id");
        RuleForId(r => r.UserId, "user_id");
        RuleForId(r => r.ProductId, "product_id");
        RuleFor(r => r.Action).MustFit("action", InteractionsTables.Interactions.MaxBytesOf("action"));
    }

    private void RuleForId(Expression<Func<InteractionRecord, string?>> id, string field)
        => RuleFor(id).Cascade(CascadeMode.Stop).MustBePresent(field)
            .MustBe(field, CodeRule.IsValid, "invalid_id", "a whole number above zero or a code of letters, digits, _ and -")
            .MustFit(field, InteractionsTables.Interactions.MaxBytesOf(field));
}
