namespace Cti.Records.Events;

/// <summary>Monthly user events, CSV.</summary>
public sealed class EventsDataset : Dataset
{
    /// <inheritdoc/>
    public override string Name => "events";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields { get; } = ["id", "timestamp", "email", "country", "ip", "uri", "action", "tags"];

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [EventsTables.Events];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.NewId;
}
