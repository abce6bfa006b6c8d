using Cti.Records.Columns;

namespace Cti.Records.KeyData;

/// <summary>The table <c>key_data</c>: distinct pairs of key and data.</summary>
public static class KeyDataTables
{
    /// <summary>The table.</summary>
    public static TableDefinition KeyData { get; } = new()
    {
        Name = "key_data",
        Columns = [Column.Text("key", 1024).AboutPerson(), Column.Text("data", 4096).AboutPerson()],
        Key = ["key", "data"],
        DistKey = "key",
        SortKey = "key",
        Indexes = ["key"],
    };
}
