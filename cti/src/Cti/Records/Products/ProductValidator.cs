using FluentValidation;

namespace Cti.Records.Products;

/// <summary>What a product must be, once parsed.</summary>
public sealed class ProductValidator : AbstractValidator<ProductRecord>
{
    /// <summary>Declares the rules; every one that fails is reported.</summary>
    public ProductValidator()
    {
        RuleFor(p => p.Sku).MustBePresent("sku");
        RuleFor(p => p.Name).Cascade(CascadeMode.Stop).MustBePresent("name").MustFit("name", ProductsTables.Products.MaxBytesOf("name"));
        RuleFor(p => p.Price).Cascade(CascadeMode.Stop).MustBePresent("price").MustHold("price", price => price > 0, "not_positive", "above zero");
        RuleFor(p => p.Category).Cascade(CascadeMode.Stop).MustBePresent("category").MustFit("category", ProductsTables.Products.MaxBytesOf("category"));
        RuleFor(p => p.Popularity).Cascade(CascadeMode.Stop).MustBePresent("popularity")
            .MustHold("popularity", popularity => popularity > 0, "not_positive", "above zero");
    }
}
