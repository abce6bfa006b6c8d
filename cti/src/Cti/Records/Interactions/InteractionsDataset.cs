namespace Cti.Records.Interactions;

/// <summary>Product interactions, CSV.</summary>
public sealed class InteractionsDataset : Dataset
{
    /// <inheritdoc/>
    public override string Name => "interactions";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields { get; } = ["interaction_id", "user_id", "product_id", "action", "timestamp"];

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [InteractionsTables.Interactions];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.LastWins;
}
