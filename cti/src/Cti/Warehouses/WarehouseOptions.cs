using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Glue;
using Cti.Warehouses.Postgres;
using Cti.Warehouses.Redshift;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Warehouses;

/// <summary>What the settings and resources say to a warehouse.</summary>
/// <param name="Naming">Schema and table.</param>
/// <param name="Engine">What an embedded engine may use.</param>
public sealed record WarehouseOptions(TableNaming Naming, DuckDbOptions Engine)
{
    /// <summary>How PostgreSQL is reached. Default: by the argument alone.</summary>
    public PostgresSettings Postgres { get; init; } = new();

    /// <summary>Where Redshift is. Default: nowhere.</summary>
    public RedshiftSettings Redshift { get; init; } = new();

    /// <summary>How Glue and Athena are reached. Default: by the environment alone.</summary>
    public GlueSettings Glue { get; init; } = new();

    /// <summary>Told of retries and of what a person should know. Default: nobody.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
