using Cti.Records.Forms;

namespace Cti.Records.Transactions;

/// <summary>Raw fields of a transaction to the typed record.</summary>
internal static class TransactionParser
{
    /// <summary>The raw fields.</summary>
    public static readonly string[] Fields =
    [
        "transaction_id", "transaction_time", "customer_id", "delivery_address.address", "delivery_address.postcode", "delivery_address.city", "delivery_address.country",
        Products, "purchases.total_cost",
    ];

    /// <summary>The field that holds the lines.</summary>
    public const string Products = "purchases.products";

    private const int ProductsField = 7;

    public static TransactionRecord Parse(RawText raw) => new()
    {
        Id = ParseId(raw),
        Time = raw.Timestamp(1),
        CustomerId = raw.Trimmed(2),
        Address = raw.Trimmed(3),
        Postcode = raw.Trimmed(4),
        City = raw.Trimmed(5),
        Country = raw.Trimmed(6),
        Lines = ParseLines(raw),
        TotalCost = raw.Money(8),
    };

    private static Guid? ParseId(RawText raw)
    {
        if (raw.Trimmed(0) is not { } text)
            return null;
        if (text.Length == UuidText.Length && Guid.TryParseExact(text, "D", out Guid id))
            return id;
        raw.Fail(0, "invalid_uuid", "Field transaction_id is not a UUID of 36 characters without braces");
        return null;
    }

    private static List<TransactionLine>? ParseLines(RawText raw)
    {
        if (raw.Exact(ProductsField) is not { } json)
            return null;
        if (TransactionLinesText.TryParse(json, out List<TransactionLine> lines, out string? problem))
            return lines;
        raw.Fail(ProductsField, "invalid_products", $"Field {Products}: {problem}");
        return null;
    }
}
