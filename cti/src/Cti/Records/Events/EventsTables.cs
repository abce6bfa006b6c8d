using Cti.Records.Columns;

namespace Cti.Records.Events;

/// <summary>The table <c>events</c>: one row an event, with the company taken from the e-mail's domain.</summary>
public static class EventsTables
{
    /// <summary>The table.</summary>
    public static TableDefinition Events { get; } = new()
    {
        Name = "events",
        Columns =
        [
            Column.Uuid("id"),
            Column.Timestamp("timestamp"),
            Column.Text("email", 320).AboutPerson(ErasedAs.EmailPseudonym),
            Column.Text("company", 320),
            Column.Text("country", 64),
            // No event comes without one; that of a person who is erased is gone.
            Column.Text("ip", 45).OrNull().AboutPerson(ErasedAs.Null),
            Column.Text("uri", 2048),
            Column.Text("action", 64),
            Column.Json("tags"),
        ],
        Key = ["id"],
        MonthColumn = "timestamp",
        DistKey = "id",
        SortKey = "timestamp",
        Indexes = ["timestamp"],
    };
}
