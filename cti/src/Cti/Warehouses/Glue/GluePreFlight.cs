using System.Globalization;
using System.Text.RegularExpressions;
using Cti.Failures;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses.Glue.Api;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Glue;

/// <summary>Compares runs with the tables that the catalogue has, before a partition is registered.</summary>
internal static partial class GluePreFlight
{
    private const string ParquetSerde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private static readonly ColumnType[] Texts = [ColumnType.Text, ColumnType.Json, ColumnType.Uuid];

    /// <summary>Throws where a run's files would not be read as they are meant.</summary>
    /// <exception cref="CtiException">RefusedByWarehouse: everything that does not fit, each with what mends it.</exception>
    public static void Require(string database, TableDefinition table, LoadSource source, GlueTable live)
    {
        if (FormFault(live) is { } fault)
            throw new CtiException(FailureKind.RefusedByWarehouse, "load", $"table {AthenaDdl.Name(database, live.Name)} {fault}, so nothing was registered.");
        TablePreFlight.Require(AthenaDialect.Instance, table, source, LiveOf(database, live), byPosition: false);
    }

    /// <summary>What is wrong with a table apart from its columns; null where nothing is.</summary>
    public static string? FormFault(GlueTable live)
    {
        string[] keys = [.. (live.PartitionKeys ?? []).Select(k => $"{k.Name} {k.Type}")];
        string? serde = (string?)live.StorageDescriptor?["SerdeInfo"]?["SerializationLibrary"];
        if (live.TableType == "VIRTUAL_VIEW" || live.StorageDescriptor is null)
            return "is a view, not a table of files: drop it, or give the setting schema another database";
        if (keys is not ["run string"])
            return $"is partitioned by ({string.Join(", ", keys)}), not by (run string): drop it (its files stay) and load with --create";
        return serde == ParquetSerde ? null : $"is read as {serde ?? "nothing"}, not as {ParquetSerde}: drop it (its files stay) and load with --create";
    }

    /// <summary>The table's columns as a load compares them.</summary>
    public static LiveTable LiveOf(string database, GlueTable live) =>
        new(AthenaDdl.Name(database, live.Name), [.. (live.StorageDescriptor?["Columns"]?.AsArray() ?? []).Select(c => LiveColumnOf((string)c!["Name"]!, (string?)c["Type"] ?? ""))]);

    private static LiveColumn LiveColumnOf(string name, string type)
    {
        Match parts = Type().Match(type);
        string kind = parts.Groups["kind"].Value;
        int? Number(string group) => parts.Groups[group].Success ? int.Parse(parts.Groups[group].Value, CultureInfo.InvariantCulture) : null;
        return new LiveColumn
        {
            Name = name,
            Type = type,
            Accepts = kind switch
            {
                "string" or "varchar" => Texts,
                "int" or "integer" => [ColumnType.Int32],
                "bigint" => [ColumnType.Int64],
                "decimal" => [ColumnType.Money],
                "double" => [ColumnType.Double],
                "boolean" => [ColumnType.Boolean],
                "date" => [ColumnType.Date],
                "timestamp" => [ColumnType.Timestamp],
                _ => [],
            },
            MaxCharacters = kind == "varchar" ? Number("first") : null,
            Precision = kind == "decimal" ? Number("first") : null,
            Scale = kind == "decimal" ? Number("second") : null,
        };
    }

    [GeneratedRegex(@"^(?<kind>[a-z]+)(\((?<first>\d+)(,(?<second>\d+))?\))?$")]
    private static partial Regex Type();
}
