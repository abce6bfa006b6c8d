using Cti.Records.Columns;

namespace Cti.Records.Transactions;

/// <summary>The tables <c>transactions</c> and <c>transaction_lines</c>. Of transactions with one id the first that arrived stays, with its lines.</summary>
public static class TransactionsTables
{
    /// <summary>One row a transaction.</summary>
    public static TableDefinition Transactions { get; } = new()
    {
        Name = "transactions",
        Columns =
        [
            Column.Uuid("transaction_id"),
            Column.Timestamp("transaction_time"),
            Column.Text("customer_id", 64).OfCustomer(),
            Column.Text("delivery_address", 2048).OrNull().AboutPerson(),
            Column.Text("delivery_postcode", 32).OrNull().AboutPerson(),
            Column.Text("delivery_city", 256).OrNull().AboutPerson(),
            Column.Text("delivery_country", 128).OrNull().AboutPerson(),
            Column.Money("total_cost"),
            Column.Timestamp("arrived_at"),
        ],
        Key = ["transaction_id"],
        MonthColumn = "transaction_time",
        VersionColumn = "arrived_at",
        OldestStays = true,
        DistKey = "transaction_id",
        SortKey = "transaction_time",
        Indexes = ["customer_id"],
    };

    /// <summary>One row a product of a transaction; a transaction's rows are replaced together.</summary>
    public static TableDefinition Lines { get; } = new()
    {
        Name = "transaction_lines",
        Columns =
        [
            Column.Uuid("transaction_id"),
            Column.Int32("line_number"),
            Column.Timestamp("transaction_time"),
            Column.Int32("sku"),
            Column.Int32("quantity"),
            Column.Money("price"),
            Column.Money("total"),
            Column.Timestamp("arrived_at"),
        ],
        Key = ["transaction_id", "line_number"],
        ReplacedBy = ["transaction_id"],
        MonthColumn = "transaction_time",
        VersionColumn = "arrived_at",
        OldestStays = true,
        DistKey = "transaction_id",
        SortKey = "transaction_time",
        Indexes = ["sku"],
    };
}
