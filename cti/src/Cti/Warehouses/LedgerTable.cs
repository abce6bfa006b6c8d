using Cti.Records;
using Cti.Records.Columns;

namespace Cti.Warehouses;

/// <summary>The table in each warehouse that knows which runs its tables hold; written in the load's own transaction.</summary>
public static class LedgerTable
{
    /// <summary>Its name, in the schema of the tables it tells about.</summary>
    public const string Name = "cti_ledger";

    /// <summary>Its declaration: a row for each run and table.</summary>
    public static TableDefinition Definition { get; } = new()
    {
        Name = Name,
        Columns =
        [
            Column.Text("run", 512),
            Column.Text("table_name", 128),
            Column.Text("mode", 16),
            Column.Text("month", 7).OrNull(),
            Column.Int64("staged"),
            Column.Int64("inserted"),
            Column.Int64("updated"),
            Column.Int64("ignored"),
            Column.Text("manifest", 4096),
            Column.Int64("revision"),
            Column.Text("tool", 128),
            Column.Timestamp("loaded_at"),
        ],
        Key = ["run", "table_name"],
    };
}
