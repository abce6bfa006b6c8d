namespace Cti.Records.Products;

/// <summary>One version of a product, normalised; null where empty or not to be parsed.</summary>
public sealed record ProductRecord
{
    /// <summary>The stock-keeping unit.</summary>
    public int? Sku { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Price, with at most two decimals.</summary>
    public decimal? Price { get; init; }

    /// <summary>Category.</summary>
    public string? Category { get; init; }

    /// <summary>Popularity, above zero.</summary>
    public double? Popularity { get; init; }
}
