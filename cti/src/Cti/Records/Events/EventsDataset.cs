using Cti.Records.Forms;

namespace Cti.Records.Events;

/// <summary>Monthly user events, CSV.</summary>
public sealed class EventsDataset : Dataset
{
    private static readonly string[] Raw = ["id", "timestamp", "email", "country", "ip", "uri", "action", "tags"];
    private readonly RecordJudge<EventRecord> _judge = new(Raw, EventParser.Parse, () => new EventValidator(), ValuesOf);

    /// <inheritdoc/>
    public override string Name => "events";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields => Raw;

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [EventsTables.Events];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.NewId;

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPlan> Plan { get; } =
    [
        FieldPlan.Text("id", "id", new UuidForm()),
        FieldPlan.Timestamp("timestamp", "timestamp"),
        FieldPlan.Text("email", "email", new EmailForm(EventsTables.Events.MaxBytesOf("email"))),
        FieldPlan.Derived("company", "email", new CompanyForm()),
        FieldPlan.Text("country", "country", new PlainTextForm(EventsTables.Events.MaxBytesOf("country"), lower: true, nullable: false)),
        FieldPlan.Text("ip", "ip", new IpForm()),
        FieldPlan.Text("uri", "uri", new PlainTextForm(EventsTables.Events.MaxBytesOf("uri"), lower: false, nullable: false)),
        FieldPlan.Text("action", "action", new PlainTextForm(EventsTables.Events.MaxBytesOf("action"), lower: true, nullable: false)),
        FieldPlan.Text("tags", "tags", new TagListForm(EventsTables.Events.MaxBytesOf("tags"))),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<NamedQuery> Queries => EventsQueries.All;

    /// <inheritdoc/>
    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => _judge.Judge(fields);

    private static object?[] ValuesOf(EventRecord record) =>
    [
        record.Id!.Value.ToString("D"),
        TimestampRule.ToMicros(record.Timestamp!.Value),
        record.Email,
        EmailRule.Company(record.Email!),
        record.Country,
        record.Ip,
        record.Uri,
        record.Action,
        record.Tags,
    ];
}
