using Cti.Records.Columns;

namespace Cti.Records.Customers;

/// <summary>The table <c>customers</c>: the newest version of each customer.</summary>
public static class CustomersTables
{
    /// <summary>The table.</summary>
    public static TableDefinition Customers { get; } = new()
    {
        Name = "customers",
        Columns =
        [
            Column.Text("id", 64).OfCustomer(),
            Column.Text("first_name", 256).AboutPerson(),
            Column.Text("last_name", 256).AboutPerson(),
            Column.Date("date_of_birth").OrNull().AboutPerson(),
            Column.Text("email", 320).AboutPerson(ErasedAs.EmailPseudonym),
            Column.Text("phone_number", 64).OrNull().AboutPerson(),
            Column.Text("address", 2048).OrNull().AboutPerson(),
            Column.Text("city", 256).OrNull().AboutPerson(),
            Column.Text("country", 128).OrNull().AboutPerson(),
            Column.Text("postcode", 32).OrNull().AboutPerson(),
            Column.Timestamp("last_change").OrNull(),
            Column.Text("segment", 16).OrNull(),
            Column.Timestamp("arrived_at"),
        ],
        Key = ["id"],
        VersionColumn = "last_change",
        ThenVersionColumn = "arrived_at",
        DistKey = "id",
        SortKey = "id",
        Indexes = ["email"],
    };
}
