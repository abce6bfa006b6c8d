using Cti.Records.Forms;

namespace Cti.Records.Interactions;

/// <summary>Product interactions, CSV.</summary>
public sealed class InteractionsDataset : Dataset
{
    private static readonly string[] Raw = ["interaction_id", "user_id", "product_id", "action", "timestamp"];
    private readonly RecordJudge<InteractionRecord> _judge = new(Raw, Parse, () => new InteractionValidator(), ValuesOf);

    /// <inheritdoc/>
    public override string Name => "interactions";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields => Raw;

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [InteractionsTables.Interactions];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.LastWins;

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPlan> Plan { get; } =
    [
        FieldPlan.Text("interaction_id", "interaction_id", new CodeForm(InteractionsTables.Interactions.MaxBytesOf("interaction_id"))),
        FieldPlan.Text("user_id", "user_id", new CodeForm(InteractionsTables.Interactions.MaxBytesOf("user_id"))),
        FieldPlan.Text("product_id", "product_id", new CodeForm(InteractionsTables.Interactions.MaxBytesOf("product_id"))),
        FieldPlan.Text("action", "action", new PlainTextForm(InteractionsTables.Interactions.MaxBytesOf("action"), lower: false, nullable: true)),
        FieldPlan.Timestamp("timestamp", "timestamp", nullable: true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<NamedQuery> Queries => InteractionsQueries.All;

    /// <inheritdoc/>
    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => _judge.Judge(fields);

    private static InteractionRecord Parse(RawText raw) => new()
    {
        InteractionId = raw.Trimmed(0),
        UserId = raw.Trimmed(1),
        ProductId = raw.Trimmed(2),
        Action = raw.Trimmed(3),
        Timestamp = raw.Timestamp(4),
    };

    private static object?[] ValuesOf(InteractionRecord record) =>
    [
        record.InteractionId,
        record.UserId,
        record.ProductId,
        record.Action,
        record.Timestamp is { } utc ? TimestampRule.ToMicros(utc) : null,
    ];
}
