using System.Globalization;
using System.Linq.Expressions;
using Cti.Records.Forms;
using FluentValidation;

namespace Cti.Records.Transactions;

/// <summary>What a transaction must be, once parsed; whether customer and products are known is not asked here.</summary>
public sealed class TransactionValidator : AbstractValidator<TransactionRecord>
{
    private const string TotalCost = "purchases.total_cost";

    /// <summary>Declares the rules; every one that fails is reported.</summary>
    public TransactionValidator()
    {
        RuleFor(t => t.Id).MustBePresent("transaction_id");
        RuleFor(t => t.Time).MustBePresent("transaction_time");
        RuleFor(t => t.CustomerId).Cascade(CascadeMode.Stop).MustBePresent("customer_id")
            .MustBe("customer_id", CustomerIdRule.IsValid, "invalid_id", CustomerIdRule.Expected).MustFit("customer_id", MaxBytes("customer_id"));
        Optional(t => t.Address, "address");
        Optional(t => t.Postcode, "postcode");
        Optional(t => t.City, "city");
        Optional(t => t.Country, "country");
        RuleFor(t => t.TotalCost).MustBePresent(TotalCost);
        RuleFor(t => t.Lines)
            .Must(lines => lines is { Count: > 0 }).WithErrorCode("required").WithMessage($"Field {TransactionParser.Products} is required").OverridePropertyName(TransactionParser.Products);
        RuleFor(t => t.Lines)
            .Must(lines => lines is null || lines.All(IsPositive)).WithErrorCode("not_positive")
            .WithMessage((_, lines) => $"Each quantity and each price must be above zero: not so in {Named(lines!, IsPositive)}").OverridePropertyName(TransactionParser.Products)
            .Must(lines => lines is null || lines.All(IsSum)).WithErrorCode("wrong_total")
            .WithMessage((_, lines) => $"Total is not price × quantity in {Named(lines!, IsSum)}").OverridePropertyName(TransactionParser.Products);
        RuleFor(t => t.TotalCost).Must((t, cost) => cost is null || t.Lines is null || t.Lines.Sum(l => l.Total) == cost).WithErrorCode("wrong_total_cost")
            .WithMessage("Field total_cost is not the sum of the totals").OverridePropertyName(TotalCost);
    }

    private static bool IsPositive(TransactionLine line) => line.Quantity > 0 && line.Price > 0;

    private static bool IsSum(TransactionLine line) => line.Total == line.Price * line.Quantity;

    /// <summary>The products that are not as they should be, by their numbers.</summary>
    private static string Named(IEnumerable<TransactionLine> lines, Func<TransactionLine, bool> isGood)
        => string.Join(", ", lines.Where(line => !isGood(line)).Select(line => string.Create(CultureInfo.InvariantCulture, $"product {line.Number}")));

    private void Optional(Expression<Func<TransactionRecord, string?>> text, string field)
        => RuleFor(text).MustFit($"delivery_address.{field}", MaxBytes($"delivery_{field}"));

    private static int MaxBytes(string column) => TransactionsTables.Transactions.MaxBytesOf(column);
}
