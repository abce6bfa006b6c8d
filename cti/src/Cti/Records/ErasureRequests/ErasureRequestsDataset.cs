using Cti.Records.Columns;

namespace Cti.Records.ErasureRequests;

/// <summary>Erasure requests, JSON, hourly.</summary>
public sealed class ErasureRequestsDataset : Dataset
{
    private static readonly string[] Raw = ["customer-id", "email"];
    private readonly RecordJudge<ErasureRequestRecord> _judge = new(Raw, Parse, () => new ErasureRequestValidator(), record => [record.CustomerId, record.Email]);

    /// <inheritdoc/>
    public override string Name => "erasure-requests";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields => Raw;

    /// <inheritdoc/>
    public override JsonForm Json { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [ErasureRequestsTables.ErasureRequests];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.ExactOnly;

    /// <inheritdoc/>
    /// <remarks>Whoever asks to be forgotten is not written down once more.</remarks>
    public override IReadOnlyList<string> AlwaysAnonymized { get; } = ["email"];

    /// <inheritdoc/>
    /// <remarks>The table holds a keyed hash of the address already; the raw record holds the address itself.</remarks>
    public override IReadOnlyList<PersonalField> PersonalFields { get; } =
        [new("customer-id", "customer_id", null, NamesCustomer: true), new("email", "email", ErasedAs.EmailPseudonym)];

    /// <inheritdoc/>
    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => _judge.Judge(fields);

    private static ErasureRequestRecord Parse(RawText raw) => new(raw.Trimmed(0), raw.Lower(1));
}
