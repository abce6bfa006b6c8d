using Cti.Records;

namespace Cti.Tests.Warehouses.Cases;

/// <summary>A dataset of given tables.</summary>
internal sealed class TestDataset(params TableDefinition[] tables) : Dataset
{
    public override string Name => "test";

    public override int Version => 1;

    public override IReadOnlyList<string> RawFields => [];

    public override IReadOnlyList<TableDefinition> Tables => tables;

    public override KeyPolicy KeyPolicy => KeyPolicy.NewestWins;

    public override IReadOnlyList<FieldPlan> Plan => [];

    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => throw new NotSupportedException();
}
