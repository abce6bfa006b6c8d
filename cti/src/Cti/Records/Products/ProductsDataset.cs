using Cti.Records.Forms;

namespace Cti.Records.Products;

/// <summary>Products, JSON, hourly.</summary>
public sealed class ProductsDataset : Dataset
{
    private static readonly string[] Raw = ["sku", "name", "price", "category", "popularity"];
    private readonly RecordJudge<ProductRecord> _judge = new(Raw, Parse, () => new ProductValidator(), ValuesOf);

    /// <inheritdoc/>
    public override string Name => "products";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields => Raw;

    /// <inheritdoc/>
    public override JsonForm Json { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [ProductsTables.Products];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.NewestWins;

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPlan> Plan { get; } = [FieldPlan.Arrival("arrived_at")];

    /// <inheritdoc/>
    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => _judge.Judge(fields);

    private static ProductRecord Parse(RawText raw) => new()
    {
        Sku = raw.Whole(0),
        Name = raw.Trimmed(1),
        Price = raw.Money(2),
        Category = raw.Trimmed(3),
        Popularity = raw.Ratio(4),
    };

    private static object?[] ValuesOf(ProductRecord record) =>
        [(long)record.Sku!.Value, record.Name, MoneyRule.ToHundredths(record.Price!.Value), record.Category, record.Popularity!.Value, null];
}
