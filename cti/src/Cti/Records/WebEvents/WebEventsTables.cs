using Cti.Records.Columns;

namespace Cti.Records.WebEvents;

/// <summary>The tables of web events. Of events with one message id the first that arrived stays.</summary>
public static class WebEventsTables
{
    private const int MostText = 65_535;

    /// <summary>What <c>identify</c> events tell of users.</summary>
    public static TableDefinition Users { get; } = Table(
        "users",
        Id("user_id"),
        Column.Text("username", 256).OrNull().AboutPerson(),
        Column.Text("email", 320).OrNull().AboutPerson(ErasedAs.EmailPseudonym),
        Column.Text("about_me", MostText).OrNull().AboutPerson(),
        Column.Timestamp("created_at").OrNull(),
        Column.Json("traits").OrNull().AboutPerson());

    /// <summary>Posts that were created.</summary>
    public static TableDefinition Posts { get; } = Table(
        "posts", Id("id"), Column.Text("body", MostText).OrNull(), Id("user_id"), Column.Timestamp("published_at").OrNull());

    /// <summary>Who followed whom.</summary>
    public static TableDefinition Follows { get; } = Table("follows", Id("user_id"), Id("user_id_recipient"));

    /// <summary>Who ceased to follow whom.</summary>
    public static TableDefinition Unfollows { get; } = Table("unfollows", Id("user_id"), Id("user_id_recipient"));

    private static ColumnDefinition Id(string name) => Column.Text(name, 128);

    private static TableDefinition Table(string name, params ColumnDefinition[] columns) => new()
    {
        Name = name,
        Columns = [Column.Text("message_id", 256), .. columns, Column.Timestamp("timestamp"), Column.Timestamp("arrived_at")],
        Key = ["message_id"],
        MonthColumn = "timestamp",
        VersionColumn = "arrived_at",
        OldestStays = true,
        DistKey = "message_id",
        SortKey = "timestamp",
        Indexes = ["user_id"],
    };
}
