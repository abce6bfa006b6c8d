using Cti.Records.Columns;

namespace Cti.Records.Interactions;

/// <summary>The tables <c>interactions</c> and, recomputed at each load, <c>interaction_counts</c>.</summary>
public static class InteractionsTables
{
    /// <summary>The table of interactions.</summary>
    public static TableDefinition Interactions { get; } = new()
    {
        Name = "interactions",
        Columns =
        [
            Column.Text("interaction_id", 64),
            Column.Text("user_id", 64).AboutPerson(),
            Column.Text("product_id", 64),
            Column.Text("action", 64).OrNull(),
            Column.Timestamp("timestamp").OrNull(),
        ],
        Key = ["interaction_id", "user_id", "product_id"],
        MonthColumn = "timestamp",
        DistKey = "user_id",
        SortKey = "timestamp",
        Indexes = ["timestamp"],
        Derived =
        [
            new DerivedTable(
                "interaction_counts",
                [Column.Text("user_id", 64).AboutPerson(), Column.Text("product_id", 64), Column.Int64("interaction_count")],
                ["user_id", "product_id"],
                "SELECT user_id, product_id, COUNT(*) FROM {source} WHERE action IS NOT NULL AND \"timestamp\" IS NOT NULL GROUP BY user_id, product_id"),
        ],
    };
}
