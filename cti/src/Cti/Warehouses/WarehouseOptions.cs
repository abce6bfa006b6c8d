using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Postgres;

namespace Cti.Warehouses;

/// <summary>What the settings and resources say to a warehouse.</summary>
/// <param name="Naming">Schema and table.</param>
/// <param name="Engine">What an embedded engine may use.</param>
public sealed record WarehouseOptions(TableNaming Naming, DuckDbOptions Engine)
{
    /// <summary>How PostgreSQL is reached. Default: by the argument alone.</summary>
    public PostgresSettings Postgres { get; init; } = new();
}
