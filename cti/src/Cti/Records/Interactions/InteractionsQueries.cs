namespace Cti.Records.Interactions;

/// <summary>The analytics queries of <c>interactions</c>.</summary>
/// <remarks>Ties break by id as people order them: whole numbers by value, then codes such as <c>PRD1</c> by the bytes of their text.</remarks>
public static class InteractionsQueries
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedQuery> All { get; } =
    [
        new("interactions-per-day", "Interactions by day; those without a date are left out.", PeriodSql.CountsByDay("interactions", "timestamp")),
        new("top-users", "The five users with the most interactions.", TopFive("user_id")),
        new("top-products", "The five products with the most interactions.", TopFive("product_id")),
    ];

    // Eighteen digits always fit a BIGINT; longer numbers are taken for codes.
    private static Dictionary<string, string> TopFive(string id) => new()
    {
        ["duckdb"] = Top(id, $"CASE WHEN regexp_full_match({id}, '[0-9]{{1,18}}') THEN CAST({id} AS BIGINT) END"),
        ["athena"] = Top(id, $"CASE WHEN REGEXP_LIKE({id}, '^[0-9]{{1,18}}$') THEN CAST({id} AS BIGINT) END"),
        ["*"] = Top(id, $"CASE WHEN {id} ~ '^[0-9]{{1,18}}$' THEN CAST({id} AS BIGINT) END"),
    };

    private static string Top(string id, string number) => $$"""
        SELECT {{id}}, COUNT(*) AS interactions
        FROM {interactions}
        GROUP BY {{id}}
        ORDER BY interactions DESC, {{number}} NULLS LAST, {{id}}{bytewise}
        LIMIT 5
        """;
}
