namespace Cti.Records.Transactions;

/// <summary>One product of a transaction; null where missing or not to be parsed.</summary>
public sealed record TransactionLine
{
    /// <summary>Its place in the list, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The product's stock-keeping unit.</summary>
    public int? Sku { get; init; }

    /// <summary>How many.</summary>
    public int? Quantity { get; init; }

    /// <summary>Price of one.</summary>
    public decimal? Price { get; init; }

    /// <summary>Price of all.</summary>
    public decimal? Total { get; init; }
}
