using Cti.Records.Forms;

namespace Cti.Records.KeyData;

/// <summary>Key-value records, CSV <c>Key,Data</c>.</summary>
public sealed class KeyDataDataset : Dataset
{
    private static readonly string[] Raw = ["Key", "Data"];
    private readonly RecordJudge<KeyDataRecord> _judge = new(Raw, Parse, () => new KeyDataValidator(), record => [record.Key, record.Data]);

    /// <inheritdoc/>
    public override string Name => "key-data";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> RawFields => Raw;

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; } = [KeyDataTables.KeyData];

    /// <inheritdoc/>
    public override KeyPolicy KeyPolicy => KeyPolicy.ExactOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPlan> Plan { get; } =
    [
        FieldPlan.Text("key", "Key", new PlainTextForm(KeyDataTables.KeyData.MaxBytesOf("key"), lower: true, nullable: false)),
        FieldPlan.Text("data", "Data", new PlainTextForm(KeyDataTables.KeyData.MaxBytesOf("data"), lower: true, nullable: false)),
    ];

    /// <inheritdoc/>
    public override RecordJudgement Judge(IReadOnlyList<string?> fields) => _judge.Judge(fields);

    private static KeyDataRecord Parse(RawText raw) => new(raw.Lower(0), raw.Lower(1));
}
