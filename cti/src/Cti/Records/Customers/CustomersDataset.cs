using Cti.Records.Forms;

namespace Cti.Records.Customers;

/// <summary>Versions of customers, JSON, hourly.</summary>
public sealed class CustomersDataset : Dataset
{
    private static readonly string[] Raw =
        ["id", "first_name", "last_name", "date_of_birth", "email", "phone_number", "address", "city", "country", "postcode", "last_change", "segment"];

    private readonly RecordJudge<CustomerRecord> _judge = new(Raw, Parse, () => new CustomerValidator(), ValuesOf);

    /// <inheritdoc/>
    public override string Name => "customers";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields => Raw;

    /// <inheritdoc/>
    public override JsonForm Json { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [CustomersTables.Customers];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.NewestWins;

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPlan> Plan { get; } = [FieldPlan.Arrival("arrived_at")];

    /// <inheritdoc/>
    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => _judge.Judge(fields);

    private static CustomerRecord Parse(RawText raw) => new()
    {
        Id = raw.Trimmed(0),
        FirstName = raw.Trimmed(1),
        LastName = raw.Trimmed(2),
        DateOfBirth = raw.Date(3),
        Email = raw.Trimmed(4),
        PhoneNumber = raw.Trimmed(5),
        Address = raw.Trimmed(6),
        City = raw.Trimmed(7),
        Country = raw.Trimmed(8),
        Postcode = raw.Trimmed(9),
        LastChange = raw.Timestamp(10),
        Segment = raw.Trimmed(11),
    };

    private static object?[] ValuesOf(CustomerRecord record) =>
    [
        record.Id,
        record.FirstName,
        record.LastName,
        record.DateOfBirth is { } date ? DateRule.ToDays(date) : null,
        record.Email,
        record.PhoneNumber,
        record.Address,
        record.City,
        record.Country,
        record.Postcode,
        record.LastChange is { } utc ? TimestampRule.ToMicros(utc) : null,
        record.Segment,
        null,
    ];
}
