using Cti.Cli.Settings;
using Cti.Failures;
using Cti.Telemetry.Lineage;
using Cti.Warehouses;
using Cti.Warehouses.Glue;
using Cti.Warehouses.Postgres;
using Cti.Warehouses.Redshift;
using Npgsql;

namespace Cti.Cli.Results;

/// <summary>How lineage names a warehouse: the namespace, and the database and schema that stand before its tables' names.</summary>
internal static class WarehouseLineage
{
    private const int RedshiftPort = 5439;

    /// <summary>The name; null where the warehouse has none.</summary>
    public static LineageDataset? Of(string warehouse, CtiSettings settings, IReadOnlyDictionary<string, string> environment)
    {
        try
        {
            return warehouse switch
            {
                "redshift" => Redshift(settings, environment),
                _ when GlueAddress.IsMeant(warehouse) => Glue(warehouse, settings, environment),
                _ when PostgresAddress.IsMeant(warehouse) => Postgres(warehouse, settings),
                _ when warehouse.StartsWith("duckdb:", StringComparison.OrdinalIgnoreCase) =>
                    new LineageDataset("duckdb://" + Path.GetFullPath(warehouse["duckdb:".Length..]), settings.Schema ?? "main"),
                _ => null,
            };
        }
        catch (CtiException)
        {
            // The warehouse itself says what is wrong with its settings.
            return null;
        }
    }

    private static LineageDataset Redshift(CtiSettings settings, IReadOnlyDictionary<string, string> environment)
    {
        RedshiftAddress address = RedshiftAddress.Of(new RedshiftSettings { Workgroup = settings.Workgroup, Cluster = settings.Cluster, Hostname = settings.Hostname, Database = settings.Database });
        string region = Region(settings, environment) ?? address.Region ?? "unknown";
        return new LineageDataset($"redshift://{address.Target.WorkgroupName ?? address.Target.ClusterIdentifier}.{region}:{RedshiftPort}", $"{address.Target.Database}.{settings.Schema ?? "public"}");
    }

    // The tables' files are outputs of the extract; what a load gives is what Athena sees of them.
    private static LineageDataset Glue(string warehouse, CtiSettings settings, IReadOnlyDictionary<string, string> environment)
    {
        TableNaming naming = GlueAddress.Resolve(new GlueSettings { Database = settings.Database }, GlueAddress.Naming(warehouse, new TableNaming(settings.Schema)));
        return new LineageDataset($"awsathena://athena.{Region(settings, environment) ?? "unknown"}.amazonaws.com", $"AwsDataCatalog.{naming.Schema}");
    }

    private static string? Region(CtiSettings settings, IReadOnlyDictionary<string, string> environment) =>
        settings.Region ?? environment.GetValueOrDefault("AWS_REGION") ?? environment.GetValueOrDefault("AWS_DEFAULT_REGION");

    private static LineageDataset Postgres(string warehouse, CtiSettings settings)
    {
        NpgsqlConnectionStringBuilder connection = PostgresAddress.Parse(warehouse, new PostgresSettings(settings.Hostname, settings.Port, settings.Database, settings.Username));
        return new LineageDataset($"postgres://{connection.Host}:{connection.Port}", $"{connection.Database}.{settings.Schema ?? "public"}");
    }
}
