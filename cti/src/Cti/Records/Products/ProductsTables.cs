using Cti.Records.Columns;

namespace Cti.Records.Products;

/// <summary>The table <c>products</c>: each product as it arrived last.</summary>
public static class ProductsTables
{
    /// <summary>The table.</summary>
    public static TableDefinition Products { get; } = new()
    {
        Name = "products",
        Columns =
        [
            Column.Int32("sku"),
            Column.Text("name", 512),
            Column.Money("price"),
            Column.Text("category", 256),
            Column.Double("popularity"),
            Column.Timestamp("arrived_at"),
        ],
        Key = ["sku"],
        VersionColumn = "arrived_at",
        DistKey = "sku",
        SortKey = "sku",
    };
}
