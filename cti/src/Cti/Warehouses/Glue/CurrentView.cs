using Cti.Records;

namespace Cti.Warehouses.Glue;

/// <summary>The view that shows a table as merging all its runs leaves it elsewhere: files of runs cannot be merged, so whoever reads does it.</summary>
internal static class CurrentView
{
    // When the file of a row was written: a column that Athena gives every table, and the only thing that tells which of two runs came later.
    private const string Written = "\"$file_modified_time\"";
    private static readonly AthenaDialect Sql = AthenaDialect.Instance;

    /// <summary>The name of a table's view.</summary>
    public static string NameOf(string table) => table + "_current";

    /// <summary>All views of a dataset: one a table, each followed by those of the tables computed from it.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="naming">Database and table of the settings.</param>
    public static IEnumerable<GlueView> Of(Dataset dataset, TableNaming naming)
    {
        string database = naming.SchemaIn(Sql);
        foreach (TableDefinition table in dataset.Tables)
        {
            string name = naming.NameOf(dataset, table.Name);
            yield return new GlueView(NameOf(name), table.Columns, Select(table, Sql.Qualify(database, name)));
            foreach (DerivedTable derived in table.Derived)
            {
                string rows = derived.Select.Replace("{source}", Sql.Qualify(database, NameOf(name)), StringComparison.Ordinal);
                yield return new GlueView(naming.NameOf(dataset, derived.Name), derived.Columns, $"SELECT {Sql.List(derived.Columns.Select(c => c.Name))}\nFROM ({rows}) AS computed ({Sql.List(derived.Columns.Select(c => c.Name))})");
            }
        }
    }

    /// <summary>The rows of all runs of which no other run has a later version.</summary>
    /// <param name="table">The declaration.</param>
    /// <param name="source">The table's qualified name.</param>
    public static string Select(TableDefinition table, string source)
    {
        string columns = Sql.List(table.Columns.Select(c => c.Name));
        // Rows with the same key are the same rows then, whichever run they come from.
        if (table.Columns.All(c => table.Key.Contains(c.Name)))
            return $"SELECT DISTINCT {columns}\nFROM {source}";

        // No run has a key twice, so the winning run of a key decides; rows that are replaced together stay together.
        return $"""
            SELECT {columns}
            FROM (
              SELECT {columns}, "run", FIRST_VALUE("run") OVER (PARTITION BY {Sql.List(table.ReplacedBy)} ORDER BY {Order(table)}) AS "winner"
              FROM {source}
            ) AS versions
            WHERE "run" = "winner"
            """;
    }

    private static string Order(TableDefinition table)
    {
        string direction = table.OldestStays ? "ASC NULLS FIRST" : "DESC NULLS LAST";
        IEnumerable<string> versions = new[] { table.VersionColumn, table.ThenVersionColumn }.OfType<string>().Select(v => $"{Sql.Quote(v)} {direction}");
        string last = table.OldestStays ? "ASC" : "DESC";
        return string.Join(", ", [.. versions, $"{Written} {last}", $"\"run\" {last}"]);
    }
}
