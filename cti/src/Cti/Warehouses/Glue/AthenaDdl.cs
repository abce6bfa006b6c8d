using Cti.Records;

namespace Cti.Warehouses.Glue;

/// <summary>What a load does to the catalogue, as statements that a person may run in Athena.</summary>
internal static class AthenaDdl
{
    /// <summary>A table's name with its database.</summary>
    public static string Name(string database, string table) => $"`{database}`.`{table}`";

    /// <summary>Makes a database.</summary>
    public static string CreateDatabase(string database) => $"CREATE DATABASE IF NOT EXISTS `{database}`";

    /// <summary>Makes a table.</summary>
    /// <param name="database">The database.</param>
    /// <param name="name">The table's name there.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="location">The folder of all its runs.</param>
    public static string CreateTable(string database, string name, TableDefinition table, string location) => $"""
        CREATE EXTERNAL TABLE IF NOT EXISTS {Name(database, name)} (
        {string.Join(",\n", table.Columns.Select(c => $"  `{c.Name}` {AthenaDialect.Instance.TypeOf(c)}"))}
        )
        PARTITIONED BY (`run` string)
        STORED AS PARQUET
        LOCATION {Text(location)}
        """;

    /// <summary>Makes a view, or gives it another definition.</summary>
    public static string CreateView(string database, GlueView view) => $"CREATE OR REPLACE VIEW {AthenaDialect.Instance.Qualify(database, view.Name)} AS\n{view.Sql}";

    /// <summary>Registers a run.</summary>
    public static string AddPartition(string database, string name, RunPartition partition) =>
        $"ALTER TABLE {Name(database, name)} ADD IF NOT EXISTS PARTITION (run={Text(partition.Run)}) LOCATION {Text(partition.Location)}";

    /// <summary>Has a run's partition point to another folder.</summary>
    public static string SetLocation(string database, string name, RunPartition partition) =>
        $"ALTER TABLE {Name(database, name)} PARTITION (run={Text(partition.Run)}) SET LOCATION {Text(partition.Location)}";

    /// <summary>The statement on one line, for messages.</summary>
    public static string OneLine(string statement) => string.Join(' ', statement.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Text(string value) => AthenaDialect.Instance.Text(value);
}
