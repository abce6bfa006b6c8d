namespace Cti.Records.WebEvents;

/// <summary>Segment events by Kinesis Firehose, JSON: one input, four tables.</summary>
public sealed class WebEventsDataset : Dataset
{
    private readonly WebEventsRouter _router = new();

    /// <inheritdoc/>
    public override string Name => "web-events";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields => WebEventFields.Names;

    /// <inheritdoc/>
    public override JsonForm Json { get; } = new()
    {
        PassedOver = ["anonymousId", "context", "integrations", "channel", "version"],
        BlockBytes = 8 << 20,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [.. WebEventPlans.All.Select(plan => plan.Table)];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.FirstWins;

    /// <inheritdoc/>
    public override IReadOnlyList<TablePlan> Plans => WebEventPlans.All;

    /// <inheritdoc/>
    public override IRecordRouter Router => _router;

    /// <inheritdoc/>
    public override IReadOnlyList<NamedQuery> Queries => WebEventsQueries.All;

    /// <inheritdoc/>
    /// <remarks>As an event of a user's traits: the others have judges of their own.</remarks>
    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => Plans[0].Judge(fields);
}
