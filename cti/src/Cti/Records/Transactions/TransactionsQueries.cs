namespace Cti.Records.Transactions;

/// <summary>The analytics queries of <c>transactions</c>. Ties break by name, in the order of the text's bytes.</summary>
public static class TransactionsQueries
{
    private const string ByCountry = """
        SELECT delivery_country AS country, COUNT(*) AS transactions, SUM(total_cost) AS revenue
        FROM {transactions}
        GROUP BY delivery_country
        ORDER BY revenue DESC, delivery_country{bytewise} NULLS LAST
        """;

    // A transaction whose customer is not loaded (yet) counts with those that belong to no segment.
    private const string BySegment = """
        SELECT c.segment, COUNT(*) AS transactions, SUM(t.total_cost) AS revenue
        FROM {transactions} AS t LEFT JOIN {customers} AS c ON c.id = t.customer_id
        GROUP BY c.segment
        ORDER BY revenue DESC, c.segment{bytewise} NULLS LAST
        """;

    private const string ByProduct = """
        SELECT l.sku, p.name, SUM(l.quantity) AS sold, SUM(l.total) AS revenue
        FROM {transaction_lines} AS l LEFT JOIN {products} AS p ON p.sku = l.sku
        GROUP BY l.sku, p.name
        ORDER BY revenue DESC, l.sku
        LIMIT 10
        """;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedQuery> All { get; } =
    [
        new("revenue-by-day", "Transactions and revenue by day.", PeriodSql.SumsByDay("transactions", "transaction_time", "total_cost", "revenue", "transactions")),
        new("revenue-by-country", "Transactions and revenue by country of delivery, the most first.", NamedQuery.Everywhere(ByCountry)),
        new("revenue-by-segment", "Transactions and revenue by the customers' segment, the most first.", NamedQuery.Everywhere(BySegment)),
        new("best-selling-products", "The ten products with the most revenue.", NamedQuery.Everywhere(ByProduct)),
    ];
}
