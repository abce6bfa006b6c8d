using Cti.Records.Columns;
using Cti.Records.Forms;

namespace Cti.Records.Transactions;

/// <summary>Transactions with their lines, JSON, hourly.</summary>
public sealed class TransactionsDataset : Dataset
{
    private readonly RecordJudge<TransactionRecord> _judge = new(TransactionParser.Fields, TransactionParser.Parse, () => new TransactionValidator(), ValuesOf)
    {
        PartRows = LinesOf,
    };

    /// <inheritdoc/>
    public override string Name => "transactions";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields => TransactionParser.Fields;

    /// <inheritdoc/>
    public override JsonForm Json { get; } = new() { OpenFields = [TransactionParser.Products] };

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [TransactionsTables.Transactions, TransactionsTables.Lines];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.Conflict;

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPlan> Plan { get; } = [FieldPlan.Arrival("arrived_at")];

    /// <inheritdoc/>
    public override IReadOnlyList<ForeignKey> ForeignKeys { get; } =
    [
        new(TransactionsTables.Transactions.Name, "customer_id", "customer_id", "customers"),
        new(TransactionsTables.Lines.Name, "sku", $"{TransactionParser.Products}.sku", "products"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<PersonalField> PersonalFields { get; } =
    [
        new("customer_id", "customer_id", null, NamesCustomer: true),
        .. new[] { "address", "postcode", "city", "country" }.Select(name => new PersonalField($"delivery_address.{name}", $"delivery_{name}", ErasedAs.Pseudonym)),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<NamedQuery> Queries => TransactionsQueries.All;

    /// <inheritdoc/>
    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => _judge.Judge(fields);

    private static object?[] ValuesOf(TransactionRecord record) =>
    [
        record.Id!.Value.ToString("D"),
        TimestampRule.ToMicros(record.Time!.Value),
        record.CustomerId,
        record.Address,
        record.Postcode,
        record.City,
        record.Country,
        MoneyRule.ToHundredths(record.TotalCost!.Value),
        null,
    ];

    private static IReadOnlyList<IReadOnlyList<object?>> LinesOf(TransactionRecord record) =>
    [
        .. record.Lines!.Select(line => (object?[])
        [
            record.Id!.Value.ToString("D"),
            (long)line.Number,
            TimestampRule.ToMicros(record.Time!.Value),
            (long)line.Sku!.Value,
            (long)line.Quantity!.Value,
            MoneyRule.ToHundredths(line.Price!.Value),
            MoneyRule.ToHundredths(line.Total!.Value),
            null,
        ]),
    ];
}
