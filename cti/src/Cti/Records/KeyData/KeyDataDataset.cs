namespace Cti.Records.KeyData;

/// <summary>Key-value records, CSV <c>Key,Data</c>.</summary>
public sealed class KeyDataDataset : Dataset
{
    /// <inheritdoc/>
    public override string Name => "key-data";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields { get; } = ["Key", "Data"];

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [KeyDataTables.KeyData];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.ExactOnly;
}
