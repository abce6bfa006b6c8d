using Cti.Records.Forms;

namespace Cti.Records.WebEvents;

/// <summary>How web events become rows of their tables.</summary>
internal static class WebEventPlans
{
    private static readonly RecordJudge<UserEvent> UserJudge = new(WebEventFields.Names, ParseUser, () => new UserEventValidator(), ValuesOf);
    private static readonly RecordJudge<PostEvent> PostJudge = new(WebEventFields.Names, ParsePost, () => new PostEventValidator(), ValuesOf);
    private static readonly RecordJudge<FollowEvent> FollowJudge = new(WebEventFields.Names, ParseFollow, () => new FollowEventValidator(), ValuesOf);

    private static FieldPlan Moment => FieldPlan.Timestamp("timestamp", "timestamp") with { Clocks = ["receivedAt", "sentAt", "originalTimestamp"] };

    /// <summary>A plan a table, in the order of the router's answers.</summary>
    public static IReadOnlyList<TablePlan> All { get; } =
    [
        new(WebEventsTables.Users, UserFields(), UserJudge.Judge),
        new(WebEventsTables.Posts, PostFields(), PostJudge.Judge),
        new(WebEventsTables.Follows, FollowFields(WebEventsTables.Follows), FollowJudge.Judge),
        new(WebEventsTables.Unfollows, FollowFields(WebEventsTables.Unfollows), FollowJudge.Judge),
    ];

    private static FieldPlan[] UserFields() =>
    [
        Text(WebEventsTables.Users, "message_id", "messageId"),
        Text(WebEventsTables.Users, "user_id", "userId"),
        Text(WebEventsTables.Users, "username", "traits.username"),
        FieldPlan.Text("email", "traits.email", new EmailForm(WebEventsTables.Users.MaxBytesOf("email"), lower: false, nullable: true)),
        Text(WebEventsTables.Users, "about_me", "traits.about_me"),
        FieldPlan.Timestamp("created_at", "traits.created_at", nullable: true),
        Text(WebEventsTables.Users, "traits", "traits.*"),
        Moment,
        FieldPlan.Arrival("arrived_at"),
    ];

    private static FieldPlan[] PostFields() =>
    [
        Text(WebEventsTables.Posts, "message_id", "messageId"),
        Text(WebEventsTables.Posts, "id", "properties.id"),
        Text(WebEventsTables.Posts, "body", "properties.body"),
        Text(WebEventsTables.Posts, "user_id", "properties.author"),
        FieldPlan.Timestamp("published_at", "properties.created_at", nullable: true),
        Moment,
        FieldPlan.Arrival("arrived_at"),
    ];

    private static FieldPlan[] FollowFields(TableDefinition table) =>
    [
        Text(table, "message_id", "messageId"),
        Text(table, "user_id", "userId"),
        Text(table, "user_id_recipient", "properties.user_id"),
        Moment,
        FieldPlan.Arrival("arrived_at"),
    ];

    private static FieldPlan Text(TableDefinition table, string column, string from)
    {
        Columns.ColumnDefinition definition = table.Columns.Single(c => c.Name == column);
        return FieldPlan.Text(column, from, new PlainTextForm(definition.MaxBytes, lower: false, definition.Nullable));
    }

    private static UserEvent ParseUser(RawText raw) => new()
    {
        MessageId = raw.Trimmed(WebEventFields.MessageId),
        UserId = raw.Trimmed(WebEventFields.UserId),
        Username = raw.Trimmed(WebEventFields.Username),
        Email = raw.Trimmed(WebEventFields.Email),
        AboutMe = raw.Trimmed(WebEventFields.AboutMe),
        CreatedAt = raw.Timestamp(WebEventFields.TraitsCreatedAt),
        Traits = raw.Trimmed(WebEventFields.Traits),
        Timestamp = WebEventFields.MomentOf(raw),
    };

    private static PostEvent ParsePost(RawText raw) => new()
    {
        MessageId = raw.Trimmed(WebEventFields.MessageId),
        Id = raw.Trimmed(WebEventFields.Id),
        Body = raw.Trimmed(WebEventFields.Body),
        UserId = raw.Trimmed(WebEventFields.Author),
        PublishedAt = raw.Timestamp(WebEventFields.CreatedAt),
        Timestamp = WebEventFields.MomentOf(raw),
    };

    private static FollowEvent ParseFollow(RawText raw) => new()
    {
        MessageId = raw.Trimmed(WebEventFields.MessageId),
        UserId = raw.Trimmed(WebEventFields.UserId),
        Recipient = raw.Trimmed(WebEventFields.Recipient),
        Timestamp = WebEventFields.MomentOf(raw),
    };

    private static object?[] ValuesOf(UserEvent e) =>
        [e.MessageId, e.UserId, e.Username, e.Email, e.AboutMe, WebEventFields.Micros(e.CreatedAt), e.Traits, WebEventFields.Micros(e.Timestamp), null];

    private static object?[] ValuesOf(PostEvent e) =>
        [e.MessageId, e.Id, e.Body, e.UserId, WebEventFields.Micros(e.PublishedAt), WebEventFields.Micros(e.Timestamp), null];

    private static object?[] ValuesOf(FollowEvent e) => [e.MessageId, e.UserId, e.Recipient, WebEventFields.Micros(e.Timestamp), null];
}
